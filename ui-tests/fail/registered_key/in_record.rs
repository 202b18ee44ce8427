use otlp_runtime::record;

fn main() {
    record!(http.status = 200);
}
