use otlp_runtime::event;

fn main() {
    event!("cart.paid" "acme.id" = 7);
}
