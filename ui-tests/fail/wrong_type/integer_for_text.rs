use otlp_runtime::span;

#[span(url.path = 7)]
fn load() {
}

fn main() {}
