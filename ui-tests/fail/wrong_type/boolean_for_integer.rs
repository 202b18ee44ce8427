use otlp_runtime::span;

#[span(http.request.resend_count = true)]
fn load() {
}

fn main() {}
