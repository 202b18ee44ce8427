use otlp_runtime::span;

#[span(kind = server, extract)]
fn serve(headers: &[(String, String)]) {}

fn main() {}
