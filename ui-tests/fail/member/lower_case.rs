use otlp_runtime::span;

#[span(http.request.method = "get")]
fn load() {
}

fn main() {}
