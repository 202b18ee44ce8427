use otlp_runtime::span;

#[span(late(http.route, http.route))]
fn load() {
}

fn main() {}
