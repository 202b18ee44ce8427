use otlp_runtime::span;

#[span(db.mysql.client, db.postgresql.client)]
fn load() {
}

fn main() {}
