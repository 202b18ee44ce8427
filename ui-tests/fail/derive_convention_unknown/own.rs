use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = shop.checkout)]
struct Query {
    #[attribute("shop.id")]
    id: u64,
}

fn main() {}
