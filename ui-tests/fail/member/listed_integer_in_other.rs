use otlp_runtime::span;

#[span(cpython.gc.generation = other(1))]
fn load() {
}

fn main() {}
