use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Visit {
    #[attribute(enduser.id, hash)]
    user: String,
}

fn main() {}
