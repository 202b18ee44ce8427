use otlp_runtime::{Span, traced};

#[traced(links = Span::current())]
fn load() {
}

fn main() {}
