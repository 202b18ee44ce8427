use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.card", mask(keep_last = 4), truncate(8))]
    card: String,
}

fn main() {}
