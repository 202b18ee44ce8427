use otlp_runtime::span;

#[span(http.url = "https://carts.example/")]
fn load() {
}

fn main() {}
