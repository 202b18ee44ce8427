use otlp_runtime::traced;

#[traced("acme cart" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
