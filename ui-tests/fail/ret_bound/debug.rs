use otlp_runtime::traced;

#[traced(ret(?))]
fn load() -> Result<Cart, String> {
    Ok(Cart)
}

struct Cart;

fn main() {}
