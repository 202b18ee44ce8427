use otlp_runtime::span;

#[span(http.request.method = 1)]
fn load() {
}

fn main() {}
