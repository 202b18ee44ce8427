use otlp_runtime::AttributeValue;

#[derive(AttributeValue)]
enum Method {
    #[attribute("credit_card")]
    Card,
}

fn main() {}
