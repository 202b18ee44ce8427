use otlp_runtime::{Secret, record};

fn main() {
    let pin = Secret::new([1_u8, 2]);
    record!("acme.pin" = Some(pin));
}
