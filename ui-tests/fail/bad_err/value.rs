use otlp_runtime::traced;

#[traced(err = String)]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
