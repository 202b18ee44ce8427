use otlp_runtime::span;

#[span(deprecated = warn, http.status_code = "200")]
fn load() {
}

fn main() {}
