use otlp_runtime::traced;

#[traced(ret)]
fn load() -> Cart {
    Cart
}

struct Cart;

fn main() {}
