use otlp_runtime::span;

#[span(name = "{faas.coldstart}", faas.coldstart = true)]
fn load() {
}

fn main() {}
