use otlp_runtime::span;

#[span(faas.coldstart = "true")]
fn load() {
}

fn main() {}
