use otlp_runtime::traced;

#[traced]
async fn load(id: u64) -> u32 {
    if id == 0 {
        return "none";
    }
    1
}

fn main() {}
