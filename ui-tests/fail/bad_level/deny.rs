use otlp_runtime::span;

#[span(deprecated = deny)]
fn load() {
}

fn main() {}
