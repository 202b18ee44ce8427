use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(crate = "otlp_runtime")]
struct Payment {
    #[attribute(skip)]
    id: u64,
}

fn main() {}
