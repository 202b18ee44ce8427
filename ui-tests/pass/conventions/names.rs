use otlp_runtime::{inline, span};

#[span(name = "{http.request.method} {http.route}", http.request.method = "GET", late(http.route))]
fn serve() {}

#[span(name = "sync {acme.tenant.id}", "acme.tenant.id" = tenant, high_cardinality_ok = "fewer than 20 tenants")]
fn sync(tenant: u8) {}

fn main() {
    serve();
    sync(1);
    let _span = inline::span!("call {rpc.method}", rpc.method = %"shop.Carts/Get");
}
