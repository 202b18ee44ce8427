use otlp_runtime::traced;

struct Cart;

#[traced]
impl Cart {
    #[traced("shop.items" = 3, skip)]
    fn load(&self) {}
}

fn main() {}
