use otlp_runtime::traced;

struct Cart;

#[traced(name = "cart")]
impl Cart {
    fn load(&self) {}

    fn sell(&self) {}
}

fn main() {}
