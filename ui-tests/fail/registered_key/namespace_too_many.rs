use otlp_runtime::span;

#[span(otel.http.route = "/carts")]
fn load() {
}

fn main() {}
