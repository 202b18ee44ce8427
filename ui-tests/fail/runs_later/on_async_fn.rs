use otlp_runtime::traced;

#[traced(future)]
async fn load() -> u8 {
    1
}

fn main() {}
