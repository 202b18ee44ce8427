use otlp_runtime::span;

#[span(server.port = ?id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
