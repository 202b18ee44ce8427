use otlp_runtime::span;

#[span(late(db.response.returned_rows))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
