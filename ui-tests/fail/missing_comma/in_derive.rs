use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.card" redact)]
    card: u64,
}

fn main() {}
