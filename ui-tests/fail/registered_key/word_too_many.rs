use otlp_runtime::span;

#[span(http.request.http.method = "GET")]
fn load() {
}

fn main() {}
