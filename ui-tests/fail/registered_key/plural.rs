use otlp_runtime::span;

#[span(db.response.returned_row = 3)]
fn load() {
}

fn main() {}
