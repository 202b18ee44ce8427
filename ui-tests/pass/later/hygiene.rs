#![no_implicit_prelude]
#![deny(warnings)]
use ::otlp_runtime::traced;
type Pin<T> = ::std::pin::Pin<::std::boxed::Box<T>>;
#[allow(dead_code)] struct Box; #[allow(dead_code)] struct Now; #[allow(dead_code)] trait Future {} #[allow(dead_code)] struct Returns; mod std {} mod core {}
const OUT: u8 = 1;
#[traced("acme.id" = __otlp_out, err)]
pub fn opaque(__otlp_out: u8, __otlp_span: &str) -> impl ::std::future::Future<Output = ::std::result::Result<u8, u8>> { let _ = __otlp_span; async move { ::std::result::Result::Err(__otlp_out + OUT) } }
#[traced(future, ret)] pub fn boxed(n: u8) -> Pin<dyn ::std::future::Future<Output = u8>> { ::std::boxed::Box::pin(async move { n }) }
#[traced] pub fn now(n: u8) -> ::std::num::Wrapping<u8> { ::std::num::Wrapping(n) }
#[traced("acme.id" = n)] pub async fn later(n: u8) -> ::std::num::Wrapping<u8> { ::std::num::Wrapping(n) }
macro_rules! make { ($name:ident, $ty:ty, $body:block) => { #[traced] pub fn $name() -> $ty $body } }
make!(of_macro, impl ::std::future::Future<Output = u8>, { async { 1 } });
make!(boxed_of_macro, ::std::pin::Pin<::std::boxed::Box<dyn ::std::future::Future<Output = u8>>>, { ::std::boxed::Box::pin(async { 1 }) });
fn main() { let _ = (opaque(1, ""), boxed(1), now(1), later(1), of_macro(), boxed_of_macro()); }
