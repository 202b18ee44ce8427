use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.card", mask(keep_last = 17))]
    card: String,
}

fn main() {}
