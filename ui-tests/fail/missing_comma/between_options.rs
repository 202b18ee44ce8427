use otlp_runtime::traced;

#[traced(name = "cart.load" kind = client)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
