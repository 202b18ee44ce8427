use otlp_runtime::span;

#[span(inject(headers))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
