use otlp_runtime::span;

#[span(db.postgresql.client, db.system.name = "mysql")]
fn load() {
}

fn main() {}
