use otlp_runtime::span;

#[span(late(http.responseStatusCode))]
fn load() {
}

fn main() {}
