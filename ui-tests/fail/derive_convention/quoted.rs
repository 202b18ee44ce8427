use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = "db.client")]
struct Query {
    #[attribute(db.query.text)]
    text: String,
}

fn main() {}
