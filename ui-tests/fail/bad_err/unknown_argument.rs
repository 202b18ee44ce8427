use otlp_runtime::traced;

#[traced(err(level = "warn"))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
