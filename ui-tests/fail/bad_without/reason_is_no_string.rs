use otlp_runtime::span;

#[span(without(url.path, secret))]
fn load() {
}

fn main() {}
