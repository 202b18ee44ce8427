use otlp_runtime::traced;

#[traced]
struct Cart;

fn main() {}
