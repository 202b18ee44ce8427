use otlp_runtime::span;

#[span(name = "load {acme.cart.id}", "acme.cart.id" = id, high_cardinality_ok = "")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
