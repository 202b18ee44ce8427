use otlp_runtime::traced;

struct Cart;

#[traced(err(none = "empty"))]
impl Cart {
    fn first() -> Option<u32> { None }
}

fn main() {}
