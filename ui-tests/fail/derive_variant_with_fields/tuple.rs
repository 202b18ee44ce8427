use otlp_runtime::{AttributeValue, record};

#[derive(AttributeValue)]
enum Method {
    Card(u64),
    Cash,
}

fn main() {
    record!("acme.method" = Method::Cash, "acme.list" = [Method::Card(1)]);
}
