use otlp_runtime::event;

fn main() {
    event!("cart.paid", kind = client);
}
