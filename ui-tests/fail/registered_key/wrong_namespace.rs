use otlp_runtime::span;

#[span(request.method = "GET")]
fn load() {
}

fn main() {}
