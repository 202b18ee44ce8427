use otlp_runtime::span;

#[span(
    messaging.receive.client,
    kind = consumer,
    messaging.operation.name = "poll",
    messaging.system = "kafka"
)]
fn load() {
}

fn main() {}
