use otlp_runtime::traced;

#[traced("acme.cart" = ?cart)]
fn load(cart: &Cart) {
    let _ = cart;
}

struct Cart;

fn main() {}
