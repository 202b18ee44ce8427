use otlp_runtime::traced;

#[traced(root = true)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
