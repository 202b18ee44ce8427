use otlp_runtime::traced;

#[traced(port = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
