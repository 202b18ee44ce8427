use otlp_runtime::record;

fn main() {
    answer(7);
}

fn answer(value: u64) {
    record!(url.path = value);
}
