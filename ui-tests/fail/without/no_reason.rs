use otlp_runtime::span;

#[span(rpc.grpc.call.server, without(rpc.response.status_code, " "))]
fn load() {
}

fn main() {}
