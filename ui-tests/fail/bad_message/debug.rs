use otlp_runtime::traced;

#[traced(err(message = debug))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
