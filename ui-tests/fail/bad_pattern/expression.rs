use otlp_runtime::traced;

#[traced(err(expected = 1 + 1))]
fn load() -> Result<(), u8> {
    Ok(())
}

fn main() {}
