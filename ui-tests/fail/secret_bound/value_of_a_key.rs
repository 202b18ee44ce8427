use otlp_runtime::{Secret, Span};

fn main() {
    let password = Secret::new(String::from("1"));
    Span::current().record("acme.password", &password);
}
