use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(faas.coldstart)]
    value: &'static str,
}

fn main() {}
