use otlp_runtime::span;

#[span(late(http.response.header))]
fn load() {
}

fn main() {}
