use otlp_runtime::{Secret, traced};

#[traced(ret)]
fn password() -> Result<Secret<String>, std::fmt::Error> {
    Ok(Secret::new(String::new()))
}

fn main() {}
