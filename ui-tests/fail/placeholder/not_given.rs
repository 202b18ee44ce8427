use otlp_runtime::span;

#[span(name = "{http.request.method} {http.route}", http.request.method = "GET")]
fn load() {
}

fn main() {}
