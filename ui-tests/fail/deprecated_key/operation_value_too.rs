use otlp_runtime::span;

#[span(messaging.operation = "publish")]
fn load() {
}

fn main() {}
