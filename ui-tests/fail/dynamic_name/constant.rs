use otlp_runtime::traced;

#[traced(name = NAME)]
fn load() {}

const NAME: &str = "cart.load";

fn main() {}
