use otlp_runtime::span;

#[span(db.postgresql.client, late(db.query.text))]
fn load() {
}

fn main() {}
