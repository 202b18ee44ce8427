use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced(skpi)]
    fn load(&self) {}
}

fn main() {}
