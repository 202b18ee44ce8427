use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "acme.")]
struct Payment {
    id: u64,
}

fn main() {}
