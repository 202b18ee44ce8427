use otlp_runtime::span;

#[span(db.postgresql)]
fn load() {
}

fn main() {}
