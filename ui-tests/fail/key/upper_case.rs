use otlp_runtime::traced;

#[traced(http.Route = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
