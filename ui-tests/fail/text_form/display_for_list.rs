use otlp_runtime::span;

#[span(process.command_args = %id)]
fn load(id: u64) {
    let _ = id;
}

fn main() {}
