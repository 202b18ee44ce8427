use otlp_runtime::record;

fn main() {
    record!(rpc.system.name = "gprc");
}
