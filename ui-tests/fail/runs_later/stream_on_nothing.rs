use otlp_runtime::traced;

#[traced(stream, "acme.id" = 1)]
fn load() {}

fn main() {}
