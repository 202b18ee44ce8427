use otlp_runtime::record;

fn main() {
    record!("acme.id" = 7, name = "cart");
}
