use otlp_runtime::record;

fn main() {
    record!(rpc.request.metadata = ["a"]);
}
