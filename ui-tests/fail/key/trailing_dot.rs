use otlp_runtime::traced;

#[traced(http. = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
