use otlp_runtime::span;

#[span(faas.coldstart = ?id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
