use otlp_runtime::span;

#[span(http.server, http.method = "GET", url.path = "/", url.scheme = "https")]
fn load() {
}

fn main() {}
