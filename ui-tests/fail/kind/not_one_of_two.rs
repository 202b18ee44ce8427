use otlp_runtime::span;

#[span(db.client, kind = producer, db.system.name = "mysql")]
fn load() {
}

fn main() {}
