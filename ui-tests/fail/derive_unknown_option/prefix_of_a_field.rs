use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(prefix = "acme")]
    id: u64,
}

fn main() {}
