use otlp_runtime::traced;

#[traced(links = [7])]
fn load() {}

fn main() {}
