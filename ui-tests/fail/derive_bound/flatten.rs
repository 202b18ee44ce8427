use otlp_runtime::SpanAttributes;

struct Shop;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(flatten)]
    shop: Shop,
}

fn main() {}
