use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(skip = true)]
    id: u64,
}

fn main() {}
