use otlp_runtime::span;

#[span(late())]
fn load() {
}

fn main() {}
