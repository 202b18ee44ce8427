use otlp_runtime::traced;

#[traced("cart.load")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
