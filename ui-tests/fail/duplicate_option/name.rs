use otlp_runtime::traced;

#[traced(name = "a", name = "b")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
