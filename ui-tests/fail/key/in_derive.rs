use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute(acme.Payment)]
    id: u64,
}

fn main() {}
