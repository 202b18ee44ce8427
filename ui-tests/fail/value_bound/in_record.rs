use otlp_runtime::record;

fn main() {
    let cart = Cart;
    record!("acme.id" = 7, "acme.cart" = cart);
    
    struct Cart;
}
