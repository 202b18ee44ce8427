use otlp_runtime::span;

#[span(gen_ai.request.temperature = 1)]
fn load() {
}

fn main() {}
