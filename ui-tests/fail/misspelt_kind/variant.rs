use otlp_runtime::span;

#[span(kind = SpanKind::Server)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
