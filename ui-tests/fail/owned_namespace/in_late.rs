use otlp_runtime::span;

#[span(late("url.cart"))]
fn load() {
}

fn main() {}
