use otlp_runtime::span;

#[span(server.port = "https")]
fn load() {
}

fn main() {}
