#![allow(deprecated)]
use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(deprecated = warn)]
struct Request {
    #[attribute(http.method)]
    method: &'static str,
}

fn main() {
    let _ = Request { method: "GET" }.method;
}
