use otlp_runtime::span;

struct Port(u16);

#[span(kind = client, server.port = port)]
fn dial(port: &Port) {}

fn main() {}
