use otlp_runtime::span;

#[span(acme.cart.items = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
