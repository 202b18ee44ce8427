use otlp_runtime::traced;

struct Cart(String);

#[traced("acme.name" = cart.0, "acme.first" = lines[0].0)]
fn take(cart: Cart, lines: Vec<Cart>) -> (String, Vec<Cart>) {
    (cart.0, lines)
}

#[traced("acme.name" = cart.0, err)]
async fn take_later(cart: Cart) -> Result<String, std::fmt::Error> {
    Ok(cart.0)
}

fn main() {
    take(Cart("a".into()), vec![Cart("b".into())]);
    drop(take_later(Cart("a".into())));
}
