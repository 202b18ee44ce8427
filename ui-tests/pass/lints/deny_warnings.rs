#![deny(warnings, missing_docs, unused, unused_qualifications, unreachable_pub, elided_lifetimes_in_paths)]
#![deny(single_use_lifetimes, trivial_casts, unused_lifetimes, rust_2018_idioms, let_underscore_drop, unused_results)]
#![forbid(unsafe_code)]
//! Nothing to say about generated code.
use otlp_runtime::{event, inline, record, traced};

#[traced] fn one() -> u8 { 5 }
#[traced] fn unit() { let _: u8 = one(); }
#[traced(ret)] fn told() -> u8 { 5 }
#[traced(err, ret(?))] async fn later(id: &str) -> Result<u8, Box<dyn std::error::Error>> { Ok(id.parse::<u8>()? + one()) }
#[traced(err(expected = _), ret(%))] fn all(id: u8) -> Result<u8, String> { Ok(id) }
#[traced] async fn nothing() {}
#[traced("acme.a" = (1 + 2), "acme.b" = &*text, "acme.c" = {text})] fn values(text: &str) -> usize { (text.len() + 1) * 2 }
fn main() {
    let span = inline::span!("cart", "acme.id" = (1), "acme.if" = if one() > 1 { 1 } else { 2 });
    record!("acme.id" = one());
    event!("paid");
    assert_eq!((unit(), drop(span), drop(later("1")), drop(nothing())), ((), (), (), ()));
    assert_eq!((told(), all(1), values("a")), (5, Ok(1), 4));
}
