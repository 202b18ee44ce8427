use otlp_runtime::traced;

#[traced("acme.id" = -9_223_372_036_854_775_809)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
