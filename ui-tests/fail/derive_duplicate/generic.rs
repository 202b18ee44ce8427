use otlp_runtime::{Span, SpanAttributes};
#[derive(SpanAttributes)]
struct Shop {
    #[attribute("acme.id")]
    id: u8,
}

#[derive(SpanAttributes)]
struct Payment<T> {
    #[attribute("acme.id")]
    id: u64,
    #[attribute(flatten)]
    shop: T,
}

fn main() {
    Span::current().record_all(&Payment { id: 1, shop: Shop { id: 2 } });
}
