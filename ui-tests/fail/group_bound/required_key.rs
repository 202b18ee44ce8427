use otlp_runtime::{SpanAttributes, span};

#[derive(SpanAttributes)]
struct Peer {
    #[attribute(server.address)]
    host: &'static str,
}

#[span(db.redis.client, attributes(peer))]
fn ping(peer: &Peer) {}

fn main() {
    ping(&Peer { host: "localhost" });
}
