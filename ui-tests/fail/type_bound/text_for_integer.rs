use otlp_runtime::record;

fn main() {
    answer("200");
}

fn answer(value: &str) {
    record!(http.response.status_code = value);
}
