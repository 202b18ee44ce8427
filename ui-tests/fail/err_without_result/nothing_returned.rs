use otlp_runtime::traced;

#[traced(err)]
fn load() {}

fn main() {}
