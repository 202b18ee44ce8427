use otlp_runtime::record;

fn main() {
    answer(7);
}

fn answer(value: u8) {
    record!(http.request.method = value);
}
