use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment;

fn main() {}
