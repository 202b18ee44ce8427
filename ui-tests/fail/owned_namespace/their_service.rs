use otlp_runtime::span;

#[span("service.cart" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
