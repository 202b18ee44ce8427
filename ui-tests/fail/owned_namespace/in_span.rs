use otlp_runtime::inline;

fn main() {
    let id = 3u64;
    let _span = inline::span!("load", "process.cart" = id);
}
