use std::pin::Pin;

use otlp_runtime::traced;

#[traced(err)]
fn load() -> Pin<Box<dyn Future<Output = Result<u8, String>>>> {
    Box::pin(async { Ok("seven") })
}

fn main() {}
