use otlp_runtime::span;

#[span(late(http.rout))]
fn load() {
}

fn main() {}
