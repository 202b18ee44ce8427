use otlp_runtime::traced;

#[traced(err)]
#[track_caller]
fn load() -> Result<(), String> {
    Ok(())
}

fn main() {}
