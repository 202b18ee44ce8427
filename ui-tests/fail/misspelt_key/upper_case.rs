use otlp_runtime::span;

#[span(HTTP.Request.Method = "GET")]
fn load() {
}

fn main() {}
