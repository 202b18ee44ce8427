use otlp_runtime::record;

fn main() {
    record!(http.response.status_code = "OK");
}
