use otlp_runtime::span;

#[span(kind = clinet)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
