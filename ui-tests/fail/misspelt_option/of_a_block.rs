use otlp_runtime::traced;

struct Cart;

#[traced(knid = client)]
impl Cart {
    fn load(&self) {}
}

fn main() {}
