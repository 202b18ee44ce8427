use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = acme.payment)]
struct Payment {
    id: u64,
}

fn main() {}
