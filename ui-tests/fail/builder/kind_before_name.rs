use otlp_runtime::{Span, SpanKind};

fn main() {
    let _span = Span::builder().kind(SpanKind::Client).name("cart.load").start();
}
