use otlp_runtime::traced;

#[traced(name = "{http.request.method} {http.route}")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
