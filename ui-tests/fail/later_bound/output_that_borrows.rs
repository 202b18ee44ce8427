use std::pin::Pin;

use otlp_runtime::traced;

#[traced]
fn load<T: Default>() -> Pin<Box<dyn Future<Output = T>>> {
    Box::pin(async { T::default() })
}

fn main() {}
