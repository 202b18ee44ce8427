use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.card", mask(4))]
    card: String,
}

fn main() {}
