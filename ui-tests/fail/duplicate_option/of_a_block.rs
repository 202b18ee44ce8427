use otlp_runtime::traced;

struct Cart;

#[traced(kind = client, kind = server)]
impl Cart {
    fn load(&self) {}

    fn sell(&self) {}
}

fn main() {}
