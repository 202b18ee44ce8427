use otlp_runtime::span;

#[span(db.system = "mssql")]
fn load() {
}

fn main() {}
