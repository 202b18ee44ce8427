use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced(skip)]
    fn load(&self) {}
}

fn main() {}
