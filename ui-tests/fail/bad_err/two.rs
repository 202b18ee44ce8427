use otlp_runtime::traced;

#[traced(err(map = String::as_str, level = 3))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
