use otlp_runtime::traced;

struct Cart;

#[traced(server.address = %HOST)]
impl Cart {
    fn load(&self) {}
}

const HOST: &str = "localhost";

fn main() {}
