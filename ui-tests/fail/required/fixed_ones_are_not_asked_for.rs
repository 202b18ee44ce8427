use otlp_runtime::span;

#[span(messaging.kafka.send.producer)]
fn load() {
}

fn main() {}
