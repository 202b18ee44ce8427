use otlp_runtime::span;

#[span(kind = server, extract(headers, trust = none))]
fn serve(headers: &[(String, String)]) {}

fn main() {}
