use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced(skip = "it is called too often")]
    fn load(&self) {}

    fn sell(&self) {}
}

fn main() {}
