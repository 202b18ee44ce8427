use otlp_runtime::span;

#[span(http.route = false)]
fn load() {
}

fn main() {}
