use otlp_runtime::traced;

#[traced("acme.id" = ;, root)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
