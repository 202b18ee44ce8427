use otlp_runtime::span;

#[span(http.server, http.request.method = "GET", url.scheme = "https")]
fn load() {
}

fn main() {}
