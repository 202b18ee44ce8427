use otlp_runtime::record;

fn main() {
    answer(1);
}

fn answer(value: i32) {
    record!(faas.coldstart = value);
}
