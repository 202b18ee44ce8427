#![no_implicit_prelude]

struct Cart;
struct Missing;
mod core {}
mod std {}
#[::otlp_runtime::traced(err)]
impl Cart {
    fn load(&self) -> ::std::result::Result<u8, ::std::string::String> { ::std::result::Result::Ok(1) }
    async fn later(&self) -> Missing { Missing }
    #[::otlp_runtime::span(skip)] fn r#type(&self) {}
}
#[::otlp_runtime::traced]
trait r#Load { fn load(&self) -> Missing { Missing } }
impl Load for Cart {}
fn main() { let _ = (Cart.load(), ::std::mem::drop(Cart.later()), Load::load(&Cart), Cart.r#type()); }
