use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(prefix = "acme.user")]
struct User {
    name: String,
}

#[derive(SpanAttributes)]
struct Transfer {
    #[attribute(flatten)]
    from: User,
    #[attribute(flatten)]
    to: User,
}

fn main() {}
