use otlp_runtime::span;

#[span(without(db.collection.name))]
fn load() {
}

fn main() {}
