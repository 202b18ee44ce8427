use otlp_runtime::span;

#[span(db.query.parameter.id = 7)]
fn load() {
}

fn main() {}
