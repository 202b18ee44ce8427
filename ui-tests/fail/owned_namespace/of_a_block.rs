use otlp_runtime::traced;

struct Cart;

#[traced("http.cart" = 3)]
impl Cart {
    fn load(&self) {}

    fn sell(&self) {}
}

fn main() {}
