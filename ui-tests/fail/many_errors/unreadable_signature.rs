use otlp_runtime::traced;

#[traced]
safe fn load() {}

fn main() {}
