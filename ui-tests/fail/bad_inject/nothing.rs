use otlp_runtime::span;

#[span(kind = client, inject())]
fn send(headers: &mut Vec<(String, String)>) {}

fn main() {}
