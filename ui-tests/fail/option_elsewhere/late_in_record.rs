use otlp_runtime::record;

fn main() {
    record!(late(http.route));
}
