use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute]
    id: u64,
}

fn main() {}
