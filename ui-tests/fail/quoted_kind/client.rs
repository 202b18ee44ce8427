use otlp_runtime::span;

#[span(kind = "client")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
