use otlp_runtime::traced;
fn send<T: Send + Sync>(value: T) -> T { value }
struct Pool(String);
impl Pool {
    #[traced("acme.id" = id, ret)]
    fn load(&self, id: u64) -> impl Future<Output = usize> + Send + '_ { async move { self.0.len() + id as usize } }
    #[traced(err)]
    fn put<T: AsRef<str>>(&mut self, text: T) -> impl Future<Output = Result<(), String>> + use<'_, T> { async move { self.0.push_str(text.as_ref()); Err("full")?; Ok(()) } }
    #[traced] fn none<'a>(&'a self, _other: &str) -> impl Future<Output = ()> + use<> { std::future::ready(()) }
    #[traced] fn nested(self: std::sync::Arc<Self>) -> impl Future<Output = impl std::fmt::Display> { async move { self.0.clone() } }
    #[traced] fn untold(&self) -> impl Future { let length = self.0.len(); async move { length } }
    #[traced] fn block(&self) -> impl std::future::Future<Output = u8> { let f = async { 1 }; f }
    #[traced] fn early(&self, now: bool) -> std::pin::Pin<Box<impl Future<Output = u8>>> { let f = async |x| x; if now { return Box::pin(f(1)); } Box::pin(f(2)) }
    #[traced(future, ret(?))] fn other(&self) -> impl MyFuture { async { 1 } }
}
trait MyFuture: Future<Output = u8> {}
impl<F: Future<Output = u8>> MyFuture for F {}
fn main() {
    let mut pool = Pool(String::new()); drop((send(pool.load(1)), pool.none(""), pool.untold(), pool.block(), pool.early(true), pool.other())); drop((send(pool.put("")), send(std::sync::Arc::new(Pool(String::new())).nested())));
}
