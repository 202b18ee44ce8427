use otlp_runtime::record;

fn main() {
    record!(http.status_code = 200);
}
