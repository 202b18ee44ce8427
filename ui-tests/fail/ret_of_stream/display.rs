use futures_core::stream::BoxStream;
use otlp_runtime::traced;

#[traced(err, ret(%))]
fn rows() -> BoxStream<'static, Result<u8, String>> {
    todo!()
}

fn main() {}
