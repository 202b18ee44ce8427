//! A crate without a prelude.

//@ ::otlp_runtime::traced(err(expected = 1..=3 | 5), ret(%), "acme.id" = %id, "acme.x" = ?id)
pub fn without_a_prelude(id: u8) -> ::std::result::Result<u8, u8> {
    ::std::result::Result::Ok(id)
}

//@ ::otlp_runtime::span(root, err, ret, kind = server)
pub async fn without_a_prelude_later(id: u8) -> ::std::result::Result<u8, u8> {
    without_a_prelude(id)
}

//@ ::otlp_runtime::traced(ret(?), "acme.x" = list.len())
pub fn without_a_prelude_borrowing(list: &mut [u8]) -> ::std::option::Option<&mut u8> {
    list.first_mut()
}

//@ ::otlp_runtime::traced
pub async fn without_a_prelude_never() -> ! {
    ::std::future::pending().await
}
