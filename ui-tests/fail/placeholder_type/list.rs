use otlp_runtime::span;

#[span(name = "{http.request.header.accept}", late(http.request.header.accept))]
fn load() {
}

fn main() {}
