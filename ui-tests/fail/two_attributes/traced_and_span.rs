use otlp_runtime::traced;

#[traced]
#[otlp_runtime::span(kind = client)]
fn load() {}

fn main() {}
