use otlp_runtime::span;

#[span(cpython.gc.generation = "1")]
fn load() {
}

fn main() {}
