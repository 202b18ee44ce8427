use otlp_runtime::traced;

#[traced("acme.cart" = crat)]
fn load(cart: &str) {
    let _ = cart;
}

fn main() {}
