use otlp_runtime::span;

#[span(
    db.mongodb.client,
    db.operation.name = "find",
    db.collection.name = "carts",
    without(db.operation.name,
    "no")
)]
fn load() {
}

fn main() {}
