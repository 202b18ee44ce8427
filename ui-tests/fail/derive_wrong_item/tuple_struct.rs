use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment(u64);

fn main() {}
