use otlp_runtime::inline;

fn main() {
    let cart = ("load", 1);
    let _span = inline::span!(cart.0, "acme.id" = 7);
}
