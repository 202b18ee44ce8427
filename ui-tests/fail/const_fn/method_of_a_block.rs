use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced]
    const fn new() -> Self {
        Self
    }
}

fn main() {}
