use otlp_runtime::span;

#[span(zyx.wvu)]
fn load() {
}

fn main() {}
