use otlp_runtime::record;

fn main() {
    let id = 7;
    record!("acme.id", "acme.cart" = id);
}
