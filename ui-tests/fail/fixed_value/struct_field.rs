use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = db.redis.client)]
struct Query {
    #[attribute(db.operation.name)]
    operation: String,
    #[attribute(db.system.name)]
    system: String,
}

fn main() {}
