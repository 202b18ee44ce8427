use otlp_runtime::span;

#[span(name = "load {enduser.id}", enduser.id = %id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
