mod telemetry {
    pub use otlp_runtime as runtime;
}
use otlp_runtime::{event, inline, record, traced};
use telemetry::runtime as renamed;

#[traced(crate = crate::telemetry::runtime, err, ret(?), "acme.id" = id)]
async fn load(id: u8) -> Result<u8, std::fmt::Error> {
    Ok(id)
}

#[traced(crate = renamed)]
fn main() {
    let _span = inline::span!("cart", crate = renamed, "acme.id" = %1);
    event!("paid", crate = self::telemetry::runtime, "acme.id" = 1);
    record!(crate = renamed, "acme.id" = 1);
    drop(load(1));
}
