use otlp_runtime::span;

#[span(exception.escaped = true)]
fn load() {
}

fn main() {}
