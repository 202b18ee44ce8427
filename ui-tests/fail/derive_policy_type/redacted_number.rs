use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(server.port, redact)]
    port: u16,
}

fn main() {}
