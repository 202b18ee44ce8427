use otlp_runtime::span;

#[span(kind = server, extract(headers, others))]
fn serve(headers: &[(String, String)], others: &[(String, String)]) {}

fn main() {}
