use otlp_runtime::traced;

#[traced(name = format!("cart.{id}"))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
