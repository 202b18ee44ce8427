use otlp_runtime::traced;

#[traced("acme.id" = 1)]
fn run<F: Future<Output = u8>>(future: F) -> F {
    future
}

fn main() {}
