use otlp_runtime::record;

fn main() {
    record!(crate = otlp_runtime);
}
