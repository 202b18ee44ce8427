// `OTLP_MANIFEST=target/manifest cargo check`: one error, however much there is to list.
use otlp_runtime::{SpanAttributes, record, traced};

#[derive(SpanAttributes)]
struct Cart {
    #[attribute("shop.cart.id")]
    id: u64,
}

#[traced(attributes(cart))]
fn checkout(cart: &Cart) {
    record!("shop.cart.is_paid" = cart.id == 7);
}

fn main() {
    checkout(&Cart { id: 7 });
}
