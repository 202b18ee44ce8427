use otlp_runtime::traced;

#[traced(err)]
async fn load() -> Option<u32> {
    None
}

fn main() {}
