use otlp_runtime::traced;

#[traced(err(none = "not_found"))]
fn load() -> Result<u32, String> {
    Ok(1)
}

fn main() {}
