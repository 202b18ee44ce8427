use otlp_runtime::span;

#[span(http.server, http.request.method = "GET", url.scheme = "https", late(url.path))]
fn load() {
}

fn main() {}
