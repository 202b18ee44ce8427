use otlp_runtime::span;

#[span(kind = rpc)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
