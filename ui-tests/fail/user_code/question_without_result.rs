use otlp_runtime::traced;

#[traced]
fn load() -> u32 {
    "1".parse::<u32>()?
}

fn main() {}
