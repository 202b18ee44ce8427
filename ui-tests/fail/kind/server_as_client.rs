use otlp_runtime::span;

#[span(db.postgresql.client, kind = server)]
fn load() {
}

fn main() {}
