//! The runtime under another name.
//+ use telemetry::traced;

//@ traced(crate = telemetry) / traced(crate = telemetry, err, ret(?), "acme.id" = id)
pub fn renamed(id: u8) -> Result<u8, String> {
    Ok(id)
}

//@ telemetry::span(crate = ::telemetry) / telemetry::span(crate = ::telemetry, err, kind = client, "acme.id" = %id)
pub async fn renamed_later(id: u8) -> Result<u8, String> {
    std::future::ready(()).await;
    Ok(id)
}
