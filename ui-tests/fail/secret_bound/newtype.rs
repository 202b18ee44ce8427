use otlp_runtime::{AttributeValue, Secret};

#[derive(AttributeValue)]
struct Password(Secret<String>);

fn main() {}
