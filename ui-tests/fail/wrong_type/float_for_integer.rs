use otlp_runtime::span;

#[span(server.port = 1.5)]
fn load() {
}

fn main() {}
