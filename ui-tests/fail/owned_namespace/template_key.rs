use otlp_runtime::span;

#[span("http.request.header.x-id" = ["a"])]
fn load() {
}

fn main() {}
