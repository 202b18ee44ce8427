use otlp_runtime::span;

#[span(rpc.grpc.call.server, late(rpc.response.status_code), without(rpc.response.status_code, "no"))]
fn load() {
}

fn main() {}
