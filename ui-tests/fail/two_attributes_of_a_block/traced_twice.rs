use otlp_runtime::{span, traced};

struct Cart;

#[traced]
#[span(kind = client)]
impl Cart {
    fn load() {}
}

fn main() {}
