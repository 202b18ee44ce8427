use otlp_runtime::span;

struct Dial {
    port: String,
}

#[span(kind = client, server.port = dial.port)]
fn dial(dial: &Dial) {}

fn main() {}
