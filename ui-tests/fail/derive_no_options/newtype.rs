use otlp_runtime::AttributeValue;

#[derive(AttributeValue)]
struct CartId(#[attribute("acme.cart.id")] u64);

fn main() {}
