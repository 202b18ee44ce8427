use otlp_runtime::{SpanAttributes, event, inline, record, span};

#[derive(SpanAttributes)]
struct Cart {
    #[attribute("acme.cart.id")]
    id: u64,
}

#[span(kind = client, "acme.by" = by, late(db.response.returned_rows), attributes(cart))]
fn load(cart: &Cart, by: u8) {
    record!(attributes(&cart));
    event!("loaded", attributes(cart), "acme.fast" = true);
}

fn main() {
    let cart = Cart { id: 1 };
    let _span = inline::span!("load", attributes(cart));
    load(&cart, 1);
}
