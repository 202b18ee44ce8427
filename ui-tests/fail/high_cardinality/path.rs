use otlp_runtime::span;

#[span(name = "GET {url.path}", url.path = "/carts/7")]
fn load() {
}

fn main() {}
