use otlp_runtime::span;

#[span(db.postgresql.client, without(db.namespace, "there is one only"))]
fn load() {
}

fn main() {}
