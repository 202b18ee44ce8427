use otlp_runtime::span;

#[span(rpc.grpc.status_code = 14)]
fn load() {
}

fn main() {}
