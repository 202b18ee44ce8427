use otlp_runtime::traced;

#[traced("acme.id" =, "acme.x" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
