use std::{future::Future, pin::Pin};
use otlp_runtime::traced;
type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + Sync + 'a>>;
type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
struct Pool(String);
trait Service { type Future; fn call(&mut self, request: String) -> Self::Future; }
impl Service for Pool {
    type Future = Pin<Box<dyn Future<Output = Result<usize, String>>>>;
    #[traced(future, err)] fn call(&mut self, request: String) -> Self::Future { Box::pin(async move { Ok(request.len()) }) }
}
impl Pool {
    #[traced("acme.id" = id, ret)] fn load(&self, id: usize) -> Pin<Box<dyn Future<Output = usize> + Send + '_>> { Box::pin(async move { self.0.len() + id }) }
    #[traced(future)] fn alias<'a, T: Send + Sync>(&'a self, t: &'a T) -> Later<'a, &'a T> { let f = async move { t }; Box::pin(f) }
    #[traced(err)] fn known(&mut self, n: u8) -> BoxFuture<'_, Result<u8, String>> { if n == 0 { return self.known(1); } Box::pin(async move { Err(self.0.clone())? }) }
    #[traced] fn unpinned(self) -> Box<dyn Future<Output = u8> + Unpin> { Box::new(Box::pin(async move { self.0.len() as u8 })) }
    #[traced] fn helper(&self) -> Pin<Box<dyn Future<Output = u8> + '_>> { fn later() -> impl Future<Output = u8> { async { 1 } } Box::pin(later()) }
    #[traced(future)] fn whichever<F: Future + Send + 'static>(f: F) -> BoxFuture<'static, F::Output> where F::Output: 'static { Box::pin(f) }
}
fn main() { let mut p = Pool(String::new()); drop((p.load(1), p.alias(&1), p.helper())); drop(p.known(0)); drop((p.call(String::new()), Pool::whichever(async {}), p.unpinned())); }
