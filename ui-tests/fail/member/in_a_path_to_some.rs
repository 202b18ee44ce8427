use otlp_runtime::span;

#[span(http.request.method = Option::Some("GETT"))]
fn load() {
}

fn main() {}
