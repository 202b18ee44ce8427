use otlp_runtime::event;

fn main() {
    let name = "cart.paid";
    event!(name);
}
