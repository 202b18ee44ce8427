use otlp_runtime::span;

struct Message;

#[span(kind = consumer, extract(message))]
fn consume(message: &Message) {}

fn main() {}
