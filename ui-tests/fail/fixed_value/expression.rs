use otlp_runtime::span;

#[span(db.postgresql.client, db.system.name = system)]
fn load(system: &str) {
    let _ = system;
}

fn main() {}
