use otlp_runtime::traced;

#[traced(parent)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
