use otlp_runtime::inline::span;

fn main() {
    let _guard = span!("load", skip);
}
