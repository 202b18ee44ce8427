use otlp_runtime::span;

#[span(db.statement = sql)]
fn load(sql: &str) {
    let _ = sql;
}

fn main() {}
