use otlp_runtime::span;

#[span(late(http.route), late("acme.id", http.route))]
fn load() {
}

fn main() {}
