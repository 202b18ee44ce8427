use otlp_runtime::traced;

#[traced]
#[traced]
fn load() {}

fn main() {}
