use otlp_runtime::span;

#[span(db.query.parameter = "1")]
fn load() {
}

fn main() {}
