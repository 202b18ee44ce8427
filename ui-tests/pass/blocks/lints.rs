#![deny(warnings, missing_docs, unused, unused_qualifications, unused_imports, unreachable_pub, single_use_lifetimes)]
#![forbid(unsafe_code)]
//! An import that only methods need is used.
use otlp_runtime::span;

struct Cart;
#[otlp_runtime::traced(err)]
impl Cart {
    #[span(skip)] fn id(&self) -> u8 { 1 }
    fn one(&self) -> u8 { 5 }
    fn unit(&self) { let _ = self.one(); }
    fn either(&self, it: bool) -> Option<u8> { it.then_some(5) }
    async fn later(&self, id: &str) -> Result<u8, std::num::ParseIntError> { id.parse::<u8>() }
    fn ends(&self) -> ! { std::process::exit(0) }
}
fn main() {
    (Cart.unit(), drop(Cart.later("1"))).0;
    assert_eq!((Cart.id(), Cart.either(true)), (1, Some(5)));
    if Cart.id() > 1 { Cart.ends() }
}
