use otlp_runtime::span;

#[span(attributes(payment))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
