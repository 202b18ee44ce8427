use otlp_runtime::span;

#[span(http.request.method = other("GET"))]
fn load() {
}

fn main() {}
