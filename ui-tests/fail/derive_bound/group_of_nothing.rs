use otlp_runtime::Span;

struct Payment;

fn main() {
    Span::current().record_all(&Payment);
}
