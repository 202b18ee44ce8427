use otlp_runtime::{SpanContext, span};

#[span(kind = server, extract(headers), parent = parent)]
fn serve(headers: &[(String, String)], parent: SpanContext) {}

fn main() {}
