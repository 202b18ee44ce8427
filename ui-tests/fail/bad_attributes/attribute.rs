use otlp_runtime::{SpanAttributes, traced};

#[derive(SpanAttributes)]
struct Payment { #[attribute("acme.id")] id: u64 }

#[traced(attributes(payment, "acme.total" = 1))]
fn pay(payment: &Payment) -> u64 {
    payment.id
}

fn main() {}
