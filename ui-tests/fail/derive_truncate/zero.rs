use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.text", truncate(0))]
    text: String,
}

fn main() {}
