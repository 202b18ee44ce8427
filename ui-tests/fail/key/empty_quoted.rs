use otlp_runtime::traced;

#[traced("" = id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
