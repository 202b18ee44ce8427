use std::pin::Pin;

use otlp_runtime::traced;

#[traced]
fn load() -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async { 1 })
}

fn main() {}
