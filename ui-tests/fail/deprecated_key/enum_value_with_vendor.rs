use otlp_runtime::span;

#[span(db.system = "oracle")]
fn load() {
}

fn main() {}
