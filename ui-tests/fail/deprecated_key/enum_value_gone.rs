use otlp_runtime::span;

#[span(db.system = "pointbase")]
fn load() {
}

fn main() {}
