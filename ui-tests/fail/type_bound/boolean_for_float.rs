use otlp_runtime::record;

fn main() {
    answer(true);
}

fn answer(value: bool) {
    record!(gen_ai.request.temperature = value);
}
