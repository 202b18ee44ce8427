use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(server.port)]
    value: f64,
}

fn main() {}
