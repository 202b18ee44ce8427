use otlp_runtime::span;

#[span(postgresql.client)]
fn load() {
}

fn main() {}
