use otlp_runtime::span;

#[span(http.target = "/carts?id=1")]
fn load() {
}

fn main() {}
