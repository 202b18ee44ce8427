use otlp_runtime::span;

#[span(name = "GET {http.rout}", http.route = "/carts")]
fn load() {
}

fn main() {}
