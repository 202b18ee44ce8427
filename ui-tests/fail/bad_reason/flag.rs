use otlp_runtime::span;

#[span(high_cardinality_ok = true)]
fn load() {
}

fn main() {}
