use otlp_runtime::span;

#[span(http.server, kind = client, http.request.method = "GET", url.path = "/", url.scheme = "https")]
fn load() {
}

fn main() {}
