use otlp_runtime::{Secret, event};

fn main() {
    let pins = vec![Secret::new(String::from("1"))];
    event!("checked", "acme.pins" = pins);
}
