use std::pin::Pin;

use otlp_runtime::traced;

type BoxFuture<T> = Pin<Box<dyn Future<Output = T>>>;

#[traced]
fn load() -> BoxFuture<u8> {
    Box::pin(async { 1 })
}

fn main() {}
