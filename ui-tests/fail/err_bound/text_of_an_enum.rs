use otlp_runtime::traced;

#[derive(Debug)]
enum Error {}
impl std::fmt::Display for Error {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { Ok(()) }
}

#[traced(err(expected = "gone"))]
fn load() -> Result<u32, Error> {
    Ok(1)
}

fn main() {}
