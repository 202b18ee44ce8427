use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.lines")]
    lines: std::collections::HashMap<u8, u8>,
}

fn main() {}
