use otlp_runtime::{SpanAttributes, record};

#[derive(SpanAttributes)]
struct Cart {
    #[attribute("shop.id")]
    id: u64,
}

fn load(cart: Option<&Cart>) -> Option<u64> {
    record!(attributes(cart?));
    cart.map(|cart| cart.id)
}

fn main() {
    load(None);
}
