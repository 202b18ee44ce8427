use otlp_runtime::span;

#[span(http.route, kind = server)]
fn load() {
}

fn main() {}
