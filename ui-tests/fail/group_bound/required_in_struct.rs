use otlp_runtime::SpanAttributes;

#[derive(SpanAttributes)]
#[attribute(convention = db.redis.client)]
struct Query {
    #[attribute(flatten)]
    peer: Peer,
}

#[derive(SpanAttributes)]
struct Peer {
    #[attribute(server.address)]
    host: String,
}

fn main() {}
