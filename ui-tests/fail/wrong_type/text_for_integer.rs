use otlp_runtime::span;

#[span(http.response.status_code = "200")]
fn load() {
}

fn main() {}
