use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = db.mongodb.client)]
struct Query {
    #[attribute(db.namespace)]
    name: String,
}

fn main() {}
