use std::{pin::Pin, rc::Rc};

use otlp_runtime::traced;

#[traced]
fn load(id: Rc<u8>) -> Pin<Box<dyn Future<Output = u8> + Send>> {
    Box::pin(async move { *id })
}

fn main() {}
