use otlp_runtime::span;

#[span(db.postgresql.client, db.namespace = "shop")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
