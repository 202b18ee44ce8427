use otlp_runtime::span;

#[span(db.system = "mysql")]
fn load() {
}

fn main() {}
