#![deny(warnings)]
use async_trait::async_trait;
use otlp_runtime::traced;
#[async_trait]
trait Load {
    #[traced("acme.id" = id, err)] async fn load<T: Send>(&self, id: u64, value: T) -> Result<T, String> { if id == 0 { return Err("none".into()); } Ok(value) }
    async fn name(&mut self, suffix: &str) -> Option<&str>;
}
#[async_trait]
impl<U: Send + Sync> Load for Vec<U> {
    #[traced("acme.length" = self.len(), ret(?))] async fn name(&mut self, suffix: &str) -> Option<&str> { self.clear(); (!suffix.is_empty()).then_some("name") }
}
#[async_trait(?Send)]
trait Local {
    #[traced] async fn first(&self, ids: [u8; 2]) -> u8 { std::rc::Rc::new(ids)[0] }
}
impl Local for u8 {}
fn main() { drop((vec![1].load(1, ""), vec![1].name("x"), 1u8.first([1, 2]))); }
