use otlp_runtime::{Secret, traced};

#[traced(ret)]
fn password() -> Secret<String> {
    Secret::new(String::new())
}

fn main() {}
