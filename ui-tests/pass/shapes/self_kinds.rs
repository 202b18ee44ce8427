use std::{pin::Pin, rc::Rc, sync::Arc};
use otlp_runtime::traced;

#[derive(Clone, Default)]
struct Cart(u8);
impl Cart {
    #[traced("acme.id" = self.0)] fn value(self) -> u8 { self.0 }
    #[traced("acme.id" = self.0, ret)] fn mutable(mut self) -> u8 { self.0 += 1; self.0 }
    #[traced("acme.id" = self.0)] fn shared(&self) -> &u8 { &self.0 }
    #[traced(ret)] fn unique(&mut self) -> &mut u8 { &mut self.0 }
    #[traced] fn boxed(self: Box<Self>) -> Self { *self }
    #[traced] async fn rc(self: Rc<Self>) -> u8 { self.0 }
    #[traced] async fn arc(self: &Arc<Self>) -> u8 { self.0 }
    #[traced(err)] fn pinned(self: Pin<&mut Self>) -> Result<&mut Self, std::fmt::Error> { Ok(self.get_mut()) }
}
fn main() {
    let (mut cart, other) = (Cart(1), Cart(2));
    let _ = (other.clone().value(), other.clone().mutable(), *cart.shared(), *cart.unique(), Box::new(other).boxed());
    let _ = (Rc::new(cart.clone()).rc(), drop(Arc::new(cart.clone()).arc()), Pin::new(&mut cart).pinned().is_ok());
}
