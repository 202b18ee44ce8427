use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
struct Visit {
    #[attribute(enduser.id, hash("pepper"))]
    user: String,
}

fn main() {}
