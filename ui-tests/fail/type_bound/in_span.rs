use otlp_runtime::inline;

fn main() {
    let code = String::new();
    let _span = inline::span!("paid", http.response.status_code = code);
}
