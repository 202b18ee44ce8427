use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(without(url.path, "no paths here"))]
struct Query {
    #[attribute(db.query.text)]
    text: String,
}

fn main() {}
