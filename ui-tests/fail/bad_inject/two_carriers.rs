use otlp_runtime::span;

#[span(kind = client, inject(headers, trailers))]
fn send(headers: &mut Vec<(String, String)>, trailers: &mut Vec<(String, String)>) {}

fn main() {}
