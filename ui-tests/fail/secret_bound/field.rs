use otlp_runtime::{Secret, traced};

#[traced("acme.password" = password)]
fn log_in(password: &Secret<String>) -> bool {
    password.expose().is_empty()
}

fn main() {}
