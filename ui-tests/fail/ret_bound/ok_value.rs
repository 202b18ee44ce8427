use otlp_runtime::traced;

#[traced(ret)]
async fn load() -> Result<Cart, String> {
    Ok(Cart)
}

struct Cart;

fn main() {}
