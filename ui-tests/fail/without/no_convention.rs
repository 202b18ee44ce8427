use otlp_runtime::span;

#[span(without(url.path, "it is secret"))]
fn load() {
}

fn main() {}
