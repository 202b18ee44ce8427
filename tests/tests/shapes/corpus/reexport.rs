//! The runtime through another crate.
//+ use facade::telemetry::traced;
//+ use facade::traced_function as function;
use facade::plain_function as function; //-

//@ traced(crate = facade::telemetry) / traced(crate = facade::telemetry, err, ret(?), "acme.id" = id)
pub fn through_a_reexport(id: u8) -> Result<u8, String> {
    Ok(id)
}

//@ traced(crate = facade::telemetry) / traced(crate = facade::telemetry, err, "acme.id" = id)
pub async fn through_a_reexport_later(id: u8) -> Result<u8, String> {
    std::future::ready(()).await;
    Ok(id)
}

function! {
    pub fn through_a_macro_of_another_crate(id: u8, unused: u8) -> u8 {
        id
    }
}
