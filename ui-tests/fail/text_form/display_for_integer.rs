use otlp_runtime::span;

#[span(http.response.status_code = %id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
