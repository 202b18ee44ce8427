use otlp_runtime::record;

fn main() {
    answer(80.0);
}

fn answer(value: f64) {
    record!(server.port = value);
}
