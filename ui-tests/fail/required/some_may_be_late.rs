use otlp_runtime::span;

#[span(rpc.grpc.call.client)]
fn load() {
}

fn main() {}
