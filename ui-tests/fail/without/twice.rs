use otlp_runtime::span;

#[span(
    db.mongodb.client,
    db.collection.name = "carts",
    without(db.operation.name, "many in one"),
    without(db.operation.name, "many in one"),
)]
fn load() {
}

fn main() {}
