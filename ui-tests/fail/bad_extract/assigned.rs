use otlp_runtime::span;

#[span(kind = server, extract = headers)]
fn serve(headers: &[(String, String)]) {}

fn main() {}
