use otlp_runtime::traced;

struct Cart {
    lines: std::collections::HashMap<u8, u8>,
}

#[traced("acme.cart.id" = 1, "acme.lines" = cart.lines)]
fn load(cart: &Cart) -> usize {
    cart.lines.len()
}

fn main() {}
