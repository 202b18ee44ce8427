use otlp_runtime::event;

fn main() {
    event!("paid", network.transport = "TCP");
}
