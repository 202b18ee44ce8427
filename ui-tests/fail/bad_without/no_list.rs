use otlp_runtime::span;

#[span(without)]
fn load() {
}

fn main() {}
