use otlp_runtime::span;

#[span(http.requestMethod = "GET")]
fn load() {
}

fn main() {}
