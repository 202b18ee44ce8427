use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.id", redact, redact)]
    id: u64,
}

fn main() {}
