use otlp_runtime::span;

#[span(name = "{db.query.text}", db.query.text = %id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
