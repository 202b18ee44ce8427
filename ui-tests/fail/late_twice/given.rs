use otlp_runtime::span;

#[span(http.route = "/", late(http.route))]
fn load() {
}

fn main() {}
