use otlp_runtime::traced;

#[traced(err())]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
