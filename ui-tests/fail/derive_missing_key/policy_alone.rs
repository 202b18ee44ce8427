use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(mask(keep_last = 4))]
    card: String,
}

fn main() {}
