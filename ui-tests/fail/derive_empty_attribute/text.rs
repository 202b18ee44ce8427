use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Payment {
    #[attribute = "acme.id"]
    id: u64,
}

fn main() {}
