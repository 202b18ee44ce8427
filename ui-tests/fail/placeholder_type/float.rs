use otlp_runtime::span;

#[span(name = "{gen_ai.request.temperature}", late(gen_ai.request.temperature))]
fn load() {
}

fn main() {}
