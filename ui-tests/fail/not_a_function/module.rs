use otlp_runtime::traced;

#[traced]
mod cart {}

fn main() {}
