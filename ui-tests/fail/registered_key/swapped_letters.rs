use otlp_runtime::span;

#[span(server.adress = "carts.example")]
fn load() {
}

fn main() {}
