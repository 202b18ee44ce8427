use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(without(url.path))]
struct Query {
    #[attribute(db.query.text)]
    text: String,
}

fn main() {}
