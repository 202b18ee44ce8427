use otlp_runtime::traced;

#[traced("acme.id" = id "acme.kind" = "x")]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
