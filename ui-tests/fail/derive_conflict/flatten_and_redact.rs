use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(flatten, redact)]
    shop: String,
}

fn main() {}
