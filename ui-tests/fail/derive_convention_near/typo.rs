use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = db.postgres.client)]
struct Query {
    #[attribute(db.query.text)]
    text: String,
}

fn main() {}
