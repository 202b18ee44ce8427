use otlp_runtime::traced;

#[traced(err)]
fn connect(port: u16) -> Result<impl Future<Output = u8>, String> {
    Ok(async move { port as u8 })
}

fn main() {}
