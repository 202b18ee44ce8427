use otlp_runtime::traced;

struct Cart;

#[traced(http.server)]
impl Cart {
    fn load(&self) {}
}

fn main() {}
