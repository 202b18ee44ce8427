use otlp_runtime::span;

#[span(nmae = "cart.load", kind = "client", port = 1, "acme.id" = id, "acme.id" = 2, err)]
fn load(id: u64) {
    let _ = id;
}

fn main() {
    load(1);
}
