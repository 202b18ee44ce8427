use otlp_runtime::traced;

#[traced("acme.id" = id, "acme.id" = id + 1)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
