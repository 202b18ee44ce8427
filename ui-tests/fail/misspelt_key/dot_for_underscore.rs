use otlp_runtime::span;

#[span(http.response.status.code = 200)]
fn load() {
}

fn main() {}
