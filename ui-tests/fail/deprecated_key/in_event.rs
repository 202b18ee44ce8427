use otlp_runtime::event;

fn main() {
    event!("paid", net.peer.name = "carts.example");
}
