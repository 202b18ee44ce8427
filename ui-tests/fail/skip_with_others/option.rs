use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced(skip, kind = client)]
    fn load(&self) {}

    fn sell(&self) {}
}

fn main() {}
