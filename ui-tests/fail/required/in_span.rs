use otlp_runtime::inline;

fn main() {
    let _span = inline::span!("load", db.mongodb.client);
}
