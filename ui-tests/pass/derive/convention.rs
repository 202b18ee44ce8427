use otlp_runtime::{SpanAttributes, span};

#[derive(SpanAttributes)]
#[attribute(convention = db.mongodb.client, without(db.collection.name, "a command of no collection"))]
struct Command<'a, T> {
    #[attribute(db.operation.name)] name: &'a str,
    #[attribute(server.port)] port: T,
}

#[span(db.mongodb.client, db.collection.name = "carts", attributes(command))]
fn run(command: &Command<'_, Option<u16>>) {}

fn main() {
    run(&Command { name: "ping", port: Some(27017) });
}
