use otlp_runtime::traced;

#[traced(future)]
fn load() -> u8 {
    1
}

fn main() {}
