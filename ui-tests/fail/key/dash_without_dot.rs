use otlp_runtime::traced;

#[traced(x-id = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
