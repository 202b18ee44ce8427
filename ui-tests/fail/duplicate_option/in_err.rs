use otlp_runtime::traced;

#[traced(err(message = none, message = none))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
