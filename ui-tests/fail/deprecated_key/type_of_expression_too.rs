use otlp_runtime::span;

#[span(messaging.kafka.destination.partition = partition)]
fn load(partition: i64) {
    let _ = partition;
}

fn main() {}
