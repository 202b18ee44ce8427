use otlp_runtime::record;

fn main() {
    let id = 3u64;
    record!(server.Port = id);
}
