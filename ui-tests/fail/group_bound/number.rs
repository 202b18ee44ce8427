use otlp_runtime::span;

#[span(attributes(id))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
