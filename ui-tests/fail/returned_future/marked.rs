use futures_core::Stream;
use otlp_runtime::traced;

#[traced(stream)]
fn rows() -> Option<impl Stream<Item = u8>> {
    None::<futures_core::stream::BoxStream<'static, u8>>
}

fn main() {}
