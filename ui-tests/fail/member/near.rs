use otlp_runtime::span;

#[span(db.system.name = "postgres")]
fn load() {
}

fn main() {}
