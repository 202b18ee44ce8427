use otlp_runtime::record;

fn main() {
    answer(b"");
}

fn answer(value: &[u8]) {
    record!(db.query.text = value);
}
