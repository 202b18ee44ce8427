use otlp_runtime::traced;

struct Cart;

#[traced(nmae = "cart", "shop.a" = 1, "shop.a" = 2, ret)]
impl Cart {
    #[traced(skip, err)]
    fn load(&self) {}

    #[traced(kind = clinet)]
    fn sell(&self) {}

    #[traced(err)]
    fn count(&self) {}

    #[cfg_attr(test, traced(skip))]
    fn drop(&self) {}
}

fn main() {}
