use otlp_runtime::span;

#[span(messaging.kafka.send.producer, messaging.system = "rabbitmq", messaging.operation.name = "send")]
fn load() {
}

fn main() {}
