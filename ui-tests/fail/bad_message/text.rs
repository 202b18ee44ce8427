use otlp_runtime::traced;

#[traced(err(message = "failed"))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
