use otlp_runtime::span;

#[span(extract(headers))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
