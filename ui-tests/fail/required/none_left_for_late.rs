use otlp_runtime::span;

#[span(http.client, http.request.method = "GET")]
fn load() {
}

fn main() {}
