use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(http.request.method)]
    value: u8,
}

fn main() {}
