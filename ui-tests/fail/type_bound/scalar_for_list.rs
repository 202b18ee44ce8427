use otlp_runtime::record;

fn main() {
    answer("--all");
}

fn answer(value: &str) {
    record!(process.command_args = value);
}
