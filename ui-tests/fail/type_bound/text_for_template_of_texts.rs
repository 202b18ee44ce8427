use otlp_runtime::record;

fn main() {
    answer(1);
}

fn answer(value: i32) {
    record!(db.query.parameter.x-id = value);
}
