use otlp_runtime::{inline, record, span};

#[span(http.server, http.request.method = method, url.path = path, url.scheme = "https", late(http.route))]
fn serve(method: &str, path: &str) {
    record!(http.route = "/carts/{id}", http.response.status_code = 200_u16);
}

#[span(db.client, kind = internal, db.system.name = other("acmedb"), name = "load")]
fn in_memory() {}

#[span(db.mongodb.client, db.operation.name = "find", without(db.collection.name, "the driver does not say"))]
fn find() {}

fn main() {
    let _span = inline::span!("get", db.redis.client, db.operation.name = "GET", db.system.name = "redis");
    serve("GET", "/carts/7");
    in_memory();
    find();
}
