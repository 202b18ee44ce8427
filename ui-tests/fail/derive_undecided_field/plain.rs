use otlp_runtime::{Span, SpanAttributes};

#[derive(SpanAttributes)]
struct Payment<'a> {
    #[attribute("acme.payment.id")]
    id: u64,
    user: &'a str,
}

fn main() {
    Span::current().record_all(&Payment { id: 1, user: "ada" });
}
