use otlp_runtime::traced;

struct Cart;

#[traced(skip)]
impl Cart {
    fn load(&self) {}
}

fn main() {}
