use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention)]
struct Query {
    #[attribute(db.query.text)]
    text: String,
}

fn main() {}
