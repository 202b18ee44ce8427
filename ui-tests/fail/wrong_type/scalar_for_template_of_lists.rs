use otlp_runtime::span;

#[span(http.request.header.accept = "text/html")]
fn load() {
}

fn main() {}
