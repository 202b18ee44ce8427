use otlp_runtime::span;

#[span(process.command_args = "--all")]
fn load() {
}

fn main() {}
