use otlp_runtime::{Secret, SpanAttributes};

#[derive(SpanAttributes)]
struct Account {
    #[attribute(flatten)]
    password: Option<Secret<String>>,
}

fn main() {}
