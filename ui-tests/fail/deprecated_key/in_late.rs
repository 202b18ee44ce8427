use otlp_runtime::span;

#[span(late(http.status_code))]
fn load() {
}

fn main() {}
