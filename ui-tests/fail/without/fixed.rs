use otlp_runtime::span;

#[span(db.postgresql.client, without(db.system.name, "everybody knows"))]
fn load() {
}

fn main() {}
