use otlp_runtime::span;

#[span(http.request.metod = "GET")]
fn load() {
}

fn main() {}
