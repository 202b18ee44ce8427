use otlp_runtime::event;

fn main() {
    event!("paid", server.port = "443");
}
