use otlp_runtime::traced;

#[traced]
impl Cart {
    fn load() {}
}

struct Cart;

fn main() {}
