use otlp_runtime::span;

#[span(name = "load }")]
fn load() {
}

fn main() {}
