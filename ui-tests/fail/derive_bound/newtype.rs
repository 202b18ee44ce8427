use otlp_runtime::AttributeValue;

struct Uuid;

#[derive(AttributeValue)]
struct CartId(Uuid);

fn main() {}
