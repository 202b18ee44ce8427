use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(server.port)]
    value: String,
}

fn main() {}
