use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Query {
    #[attribute(url.path)]
    value: u64,
}

fn main() {}
