use otlp_runtime::inline;

fn main() {
    let cart = Cart;
    let _span = inline::span!("paid", "acme.cart" = cart);
    
    struct Cart;
}
