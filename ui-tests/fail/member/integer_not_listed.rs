use otlp_runtime::span;

#[span(cpython.gc.generation = 9)]
fn load() {
}

fn main() {}
