use otlp_runtime::{Secret, Span};

fn main() {
    let password = Secret::new(String::from("1"));
    let _span = Span::builder().name(password).start();
}
