use otlp_runtime::span;

#[span(rpc.service = "shop.Carts")]
fn load() {
}

fn main() {}
