use otlp_runtime::inline;

fn main() {
    let _span = inline::span!("load", db.redis.client, db.operation.name = "GET", db.system.name = "mongodb");
}
