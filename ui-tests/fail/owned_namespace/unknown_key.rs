use otlp_runtime::span;

#[span("http.cart" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
