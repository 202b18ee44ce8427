use otlp_runtime::span;

#[span(name = "{client.address}", late(client.address))]
fn load() {
}

fn main() {}
