use otlp_runtime::traced;

#[traced(err)]
fn load() -> u32 {
    1
}

fn main() {}
