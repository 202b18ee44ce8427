use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(gen_ai.request.temperature)]
    value: i64,
}

fn main() {}
