use otlp_runtime::traced;

#[traced(name = " ")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
