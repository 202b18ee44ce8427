use otlp_runtime::traced;

#[traced(err(expected))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
