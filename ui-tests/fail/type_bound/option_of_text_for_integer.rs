use otlp_runtime::record;

fn main() {
    answer(None);
}

fn answer(value: Option<&str>) {
    record!(server.port = value);
}
