use otlp_runtime::traced;

#[traced(parent = 7)]
fn load() {}

fn main() {}
