use otlp_runtime::traced;

#[traced(7)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
