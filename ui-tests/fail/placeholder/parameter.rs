use otlp_runtime::span;

#[span(name = "load {id}", "acme.kind" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
