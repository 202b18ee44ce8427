use otlp_runtime::event;

fn main() {
    let id = 3u64;
    event!("paid", "server.port" = id);
}
