use otlp_runtime::traced;

#[traced("acme.size" = 1e999)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
