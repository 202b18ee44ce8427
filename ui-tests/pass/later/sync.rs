#![deny(warnings)]
use otlp_runtime::traced;
pub struct Handle<T>(pub T);
impl<T: Unpin> Future for Handle<T> {
    type Output = u8;
    fn poll(self: std::pin::Pin<&mut Self>, _: &mut std::task::Context<'_>) -> std::task::Poll<u8> { std::task::Poll::Pending }
}
#[traced(sync)] pub fn spawn(n: u8) -> Handle<u8> { Handle(n) }
#[traced(sync, ret(?))] pub fn shown(n: u8) -> impl Future<Output = u8> + std::fmt::Debug { std::future::ready(n) }
#[traced(sync)] pub fn many(n: u8) -> Vec<Box<dyn Future<Output = u8>>> { vec![Box::new(Handle(n))] }
#[traced] pub fn any<T>(t: T) -> T { t }
#[traced] pub fn opaque(n: u8) -> impl PartialEq<u8> + AsRef8 { n }
pub trait AsRef8 {} impl AsRef8 for u8 {}
#[traced] pub fn factory() -> impl Fn(u8) -> Handle<u8> { Handle }
#[traced] pub fn dynamic<'a>(n: &'a u8) -> Box<dyn Fn() -> Handle<&'a u8> + 'a> { Box::new(move || Handle(n)) }
#[traced] #[track_caller] pub fn caller() -> std::panic::Location<'static> { *std::panic::Location::caller() }
#[traced] pub fn reference(n: &mut u8) -> &mut u8 { n }
fn main() { let _ = (spawn(1).0, shown(1), many(1), any(1), opaque(1), factory()(1), dynamic(&1)(), caller(), reference(&mut 1)); }
