use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = db.redis.client, without(db.namespace, "one database"))]
struct Query {
    #[attribute(db.operation.name)]
    operation: String,
}

fn main() {}
