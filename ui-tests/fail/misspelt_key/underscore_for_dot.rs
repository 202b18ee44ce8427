use otlp_runtime::span;

#[span(http_request_method = "GET")]
fn load() {
}

fn main() {}
