use otlp_runtime::span;

#[span(name = "load {http.route", http.route = "/")]
fn load() {
}

fn main() {}
