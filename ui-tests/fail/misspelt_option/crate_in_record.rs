use otlp_runtime::record;

fn main() {
    record!(crat = otlp_runtime, "acme.id" = 7);
}
