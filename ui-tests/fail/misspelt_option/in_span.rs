use otlp_runtime::span;

#[span(knd = client)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
