use otlp_runtime::traced;

#[traced(err(map = u64::leading_zeros))]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
