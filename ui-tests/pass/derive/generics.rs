#![deny(warnings, missing_docs, unused_qualifications, single_use_lifetimes, unused_lifetimes)]
#![forbid(unsafe_code)]
//! Parameters of every kind.
use otlp_runtime::{AttributeValue, Span, SpanAttributes};

#[derive(AttributeValue)]
struct Id<T: ?Sized>(T);
#[derive(AttributeValue)]
struct Bytes<const N: usize>([u8; N]);
#[derive(SpanAttributes)]
struct Pair<'a, A: Clone, B, const N: usize> where B: 'a {
    #[attribute("a.a")] a: &'a A,
    #[attribute("a.b", mask(keep_last = 1))] b: Option<B>,
    #[attribute("a.c")] c: Id<Bytes<N>>,
    #[attribute("a.d", redact)] d: std::marker::PhantomData<B>,
}
fn main() {
    let pair = Pair { a: &1, b: Some("x"), c: Id(Bytes([1, 2])), d: std::marker::PhantomData };
    Span::current().record_all(&pair);
}
