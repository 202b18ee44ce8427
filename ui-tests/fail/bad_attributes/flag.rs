use otlp_runtime::span;

#[span(attributes)]
fn load() {}

fn main() {}
