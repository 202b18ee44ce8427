use otlp_runtime::span;

#[span(kind = server, root, extract(headers))]
fn serve(headers: &[(String, String)]) {}

fn main() {}
