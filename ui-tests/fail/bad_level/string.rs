use otlp_runtime::span;

#[span(deprecated = "warn")]
fn load() {
}

fn main() {}
