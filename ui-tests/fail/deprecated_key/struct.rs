use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(http.method)]
    text: String,
}

fn main() {}
