use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.id")]
    #[attribute("acme.payment.id")]
    id: u64,
}

fn main() {}
