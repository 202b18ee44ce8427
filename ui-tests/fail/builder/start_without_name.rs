use otlp_runtime::Span;

fn main() {
    let _span = Span::builder().start();
}
