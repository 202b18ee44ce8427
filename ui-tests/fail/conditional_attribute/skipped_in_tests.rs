use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[cfg_attr(not(test), traced(skip))]
    fn load(&self) {}
}

fn main() {}
