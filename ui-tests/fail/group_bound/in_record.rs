use otlp_runtime::record;

fn main() {
    record!(attributes("cart"));
}
