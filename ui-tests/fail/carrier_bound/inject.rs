use otlp_runtime::span;

struct Message;

#[span(kind = producer, inject(message))]
fn produce(message: &mut Message) {}

fn main() {}
