use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    const SIZE: usize = 3;

    const fn new() -> Self {
        Self
    }
}

fn main() {}
