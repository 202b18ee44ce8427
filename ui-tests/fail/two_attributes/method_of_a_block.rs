use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced(kind = client)]
    #[otlp_runtime::span]
    fn load(&self) {}
}

fn main() {}
