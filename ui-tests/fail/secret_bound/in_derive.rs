use otlp_runtime::{Secret, SpanAttributes};

#[derive(SpanAttributes)]
struct Account {
    #[attribute("acme.password")]
    password: Secret<String>,
}

fn main() {}
