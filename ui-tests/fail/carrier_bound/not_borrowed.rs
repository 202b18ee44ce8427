use otlp_runtime::span;

#[span(kind = server, extract(headers))]
fn serve(headers: Vec<(String, String)>) {}

fn main() {}
