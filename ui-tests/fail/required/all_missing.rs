use otlp_runtime::span;

#[span(http.server)]
fn load() {
}

fn main() {}
