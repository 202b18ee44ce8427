use otlp_runtime::span;

#[span("http.request.method" = "GET")]
fn load() {
}

fn main() {}
