use otlp_runtime::traced;

struct Cart;

impl Cart {
    #[traced(skip)]
    fn load(&self) {}
}

fn main() {}
