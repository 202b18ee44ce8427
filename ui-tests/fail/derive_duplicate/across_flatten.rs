use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Shop<'a> {
    #[attribute("acme.id")]
    id: &'a str,
}

#[derive(SpanAttributes)]
struct Payment<'a> {
    #[attribute("acme.id")]
    id: u64,
    #[attribute(flatten)]
    shop: Option<Shop<'a>>,
}

fn main() {}
