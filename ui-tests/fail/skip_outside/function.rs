use otlp_runtime::traced;

#[traced(skip)]
fn load() {}

fn main() {}
