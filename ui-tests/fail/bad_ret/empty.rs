use otlp_runtime::traced;

#[traced(ret())]
fn load() -> u8 {
    1
}

fn main() {}
