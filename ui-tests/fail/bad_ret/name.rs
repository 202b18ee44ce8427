use otlp_runtime::traced;

#[traced(ret(Debug))]
fn load() -> u8 {
    1
}

fn main() {}
