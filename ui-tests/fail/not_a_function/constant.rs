use otlp_runtime::traced;

#[traced]
const SIZE: usize = 3;

fn main() {}
