use otlp_runtime::span;

#[span(http.sever)]
fn load() {
}

fn main() {}
