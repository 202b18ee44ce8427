use otlp_runtime::traced;

#[traced]
fn load() -> u32 {
    "one"
}

fn main() {}
