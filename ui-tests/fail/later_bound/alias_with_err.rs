use std::pin::Pin;

use otlp_runtime::traced;

type Answer<T> = Pin<Box<dyn Future<Output = T>>>;

#[traced(err, ret)]
fn load() -> Answer<Result<u8, String>> {
    Box::pin(async { Ok(1) })
}

fn main() {}
