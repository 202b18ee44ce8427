use otlp_runtime::span;

#[span(http.request.header = ["a"])]
fn load() {
}

fn main() {}
