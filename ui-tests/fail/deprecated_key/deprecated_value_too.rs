use otlp_runtime::span;

#[span(db.system = "firstsql")]
fn load() {
}

fn main() {}
