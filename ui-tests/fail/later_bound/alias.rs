use std::pin::Pin;

use otlp_runtime::traced;

type Answer<T> = Pin<Box<dyn Future<Output = T>>>;

#[traced]
fn load() -> Answer<u8> {
    Box::pin(async { 1 })
}

fn main() {}
