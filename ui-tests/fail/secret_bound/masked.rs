use otlp_runtime::{Secret, SpanAttributes};

#[derive(SpanAttributes)]
struct Account {
    #[attribute("acme.password", mask(keep_last = 1))]
    password: Secret<String>,
}

fn main() {}
