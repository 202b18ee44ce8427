use std::pin::Pin;
use futures_core::{Stream, stream::BoxStream};
use otlp_runtime::traced;
struct Rows(u8);
impl Stream for Rows {
    type Item = Result<u8, String>;
    fn poll_next(self: Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<Option<Self::Item>> { std::task::Poll::Ready(None) }
}
trait Source { type Rows; fn all(&self) -> impl Stream<Item = Result<u8, String>> + Send; fn rows(&self) -> Self::Rows; }
impl Source for u8 {
    type Rows = Pin<Box<dyn Stream<Item = Result<u8, String>>>>;
    #[traced(err)] fn all(&self) -> impl Stream<Item = Result<u8, String>> + Send { Rows(*self) }
    #[traced(stream, err(expected = _))] fn rows(&self) -> Self::Rows { Box::pin(Rows(*self)) }
}
#[traced] fn boxed<'a>(rows: &'a mut Rows) -> BoxStream<'a, Result<u8, String>> { Box::pin(rows) }
#[traced(err)] fn local(n: &u8) -> Pin<Box<dyn Stream<Item = Result<u8, String>> + '_>> { Box::pin(Rows(*n)) }
#[traced] fn unpinned() -> Box<dyn Stream<Item = Result<u8, String>> + Send + Unpin> { Box::new(Rows(0)) }
#[traced] fn pinned() -> Pin<Box<impl Stream<Item = Result<u8, String>>>> { Box::pin(Rows(0)) }
fn main() { drop((3.all(), 3.rows(), boxed(&mut Rows(1)), local(&1), unpinned(), pinned())); }
