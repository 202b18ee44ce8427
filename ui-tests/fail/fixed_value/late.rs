use otlp_runtime::span;

#[span(rpc.grpc.call.server, late(rpc.system.name, rpc.response.status_code))]
fn load() {
}

fn main() {}
