use otlp_runtime::traced;

#[traced(ret)]
fn load() {}

fn main() {}
