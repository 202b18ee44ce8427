use otlp_runtime::{Span, SpanAttributes};

#[derive(SpanAttributes)]
enum Payment {
    Card { number: u64 },
}

fn main() {
    Span::current().record_all(&Payment::Card { number: 1 });
}
