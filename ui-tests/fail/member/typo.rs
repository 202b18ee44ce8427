use otlp_runtime::span;

#[span(http.request.method = "GETT")]
fn load() {
}

fn main() {}
