use otlp_runtime::span;

#[span(http.request.method = if is_new { "POST" } else { match size { 0 => "GET", _ => "PSOT" } })]
fn load(is_new: bool, size: u64) {
    _ = (is_new, size);
}

fn main() {}
