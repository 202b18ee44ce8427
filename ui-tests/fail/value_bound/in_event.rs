use otlp_runtime::event;

fn main() {
    event!("paid", "acme.cart" = [Cart]);
    
    struct Cart;
}
