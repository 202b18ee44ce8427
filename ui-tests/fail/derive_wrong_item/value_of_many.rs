use otlp_runtime::{AttributeValue, record};

#[derive(AttributeValue)]
struct Money {
    cents: i64,
    currency: &'static str,
}

fn main() {
    record!("acme.price" = Money { cents: 1, currency: "EUR" });
}
