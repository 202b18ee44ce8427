#![allow(dead_code, unused_imports, unused_macros)]
use otlp_runtime::{event, inline, record, traced};
mod shadows {
    pub struct Option; pub struct Result; pub struct Some; pub struct Vec; pub struct Box; pub struct Future; pub struct Send;
    pub fn drop() {} pub mod std {} pub mod core {} pub mod alloc {} pub mod __private {}
    #[allow(non_snake_case)] pub fn Ok() {} #[allow(non_snake_case)] pub fn Err() {} #[allow(non_snake_case)] pub fn None() {}
}
use shadows::{Err, None, Ok, Option, Result, Some, Vec, Box, Future, Send, drop, std, core, alloc, __private};
macro_rules! panic { () => {} } macro_rules! matches { () => {} } macro_rules! format { () => {} }
type Out = ::std::result::Result<u8, u8>;
#[traced(err(expected = _), ret(?), "acme.id" = %id)]
fn load(id: u8) -> Out { Out::Ok(id) }
#[traced(err, ret)]
async fn later(id: u8) -> ::std::result::Result<u8, u8> { load(id) }
fn main() {
    let _span = inline::span!("cart", "a" = 1, "b" = ?1);
    (event!("paid", "a" = %2), record!("a" = 3), _ = load(1), _ = later(1));
}
