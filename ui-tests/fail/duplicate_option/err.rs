use otlp_runtime::traced;

#[traced(err, root, err)]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
