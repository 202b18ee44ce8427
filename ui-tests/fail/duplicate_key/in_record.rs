use otlp_runtime::record;

fn main() {
    record!("acme.id" = 7, "acme.id" = 8);
}
