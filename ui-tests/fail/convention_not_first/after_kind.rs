use otlp_runtime::span;

#[span(kind = server, http.server)]
fn load() {
}

fn main() {}
