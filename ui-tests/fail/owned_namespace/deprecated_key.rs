use otlp_runtime::span;

#[span("http.method" = "GET")]
fn load() {
}

fn main() {}
