#![deny(warnings)]
use otlp_runtime::{Span, SpanAttributes};
#[derive(SpanAttributes)] struct Inner<'a, T> { #[attribute("a.t")] t: &'a T }
#[derive(SpanAttributes)] struct Other { #[attribute("a.o")] o: u8 }
#[derive(SpanAttributes)] struct Last { #[attribute("a.l")] l: u8 }

#[derive(SpanAttributes)]
struct Outer<'a, T, G> {
    #[attribute(flatten)] inner: Inner<'a, T>,
    #[attribute(flatten)] group: Option<G>,
    #[attribute(flatten)] other: &'a Other,
    #[attribute("a.x")] x: T,
}

fn main() {
    let group = Some(Box::new(Last { l: 1 }));
    Span::current().record_all(&Outer { inner: Inner { t: &1 }, group, other: &Other { o: 1 }, x: 2 });
}
