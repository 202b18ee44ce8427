use otlp_runtime::traced;

struct Cart {
    id: u64,
}

#[traced("shop.cart.id" = self.id)]
impl Cart {
    fn new(id: u64) -> Self {
        Self { id }
    }

    fn load(&self) {}
}

fn main() {}
