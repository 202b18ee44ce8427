use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(flaten)]
    shop: String,
}

fn main() {}
