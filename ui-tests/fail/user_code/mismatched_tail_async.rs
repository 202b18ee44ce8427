use otlp_runtime::traced;

#[traced]
async fn load() -> u32 {
    "one"
}

fn main() {}
