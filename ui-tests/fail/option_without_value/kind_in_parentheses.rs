use otlp_runtime::traced;

#[traced(kind(client))]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
