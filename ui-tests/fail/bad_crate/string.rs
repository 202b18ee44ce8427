use otlp_runtime::traced;

#[traced(crate = "otlp_runtime")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
