use otlp_runtime::event;

fn main() {
    let code = "7";
    event!("paid", http.response.status_code = code);
}
