use otlp_runtime::span;

#[span(http.request.method = "PURGE")]
fn load() {
}

fn main() {}
