use otlp_runtime::span;

#[span(without(db.namespace, "one only"))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
