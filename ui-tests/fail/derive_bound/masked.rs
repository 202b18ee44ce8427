use otlp_runtime::SpanAttributes;

struct Card;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute("acme.card", mask(keep_last = 4))]
    card: Card,
}

fn main() {}
