use otlp_runtime::span;

#[span(http.request.method = Some("GETT"))]
fn load() {
}

fn main() {}
