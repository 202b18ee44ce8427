use otlp_runtime::traced;

#[traced(root, http.route)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
