use otlp_runtime::{Span, SpanAttributes};

struct Money;

#[derive(SpanAttributes)]
struct Payment<T> {
    #[attribute("acme.amount")]
    amount: T,
}

fn main() {
    Span::current().record_all(&Payment { amount: Money });
}
