use otlp_runtime::record;

fn main() {
    answer([1]);
}

fn answer(value: [i32; 1]) {
    record!(http.request.header.accept = value);
}
