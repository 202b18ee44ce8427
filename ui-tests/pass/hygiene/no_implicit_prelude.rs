#![no_implicit_prelude]

#[::otlp_runtime::traced(err(expected = 1..=3 | 5), ret(%), "acme.id" = %id, "acme.x" = ?id)]
fn load(id: u8) -> ::std::result::Result<u8, u8> {
    ::std::result::Result::Ok(id)
}

#[::otlp_runtime::span(root, err, ret, kind = server)]
async fn later(id: u8) -> ::std::result::Result<u8, u8> {
    load(id)
}

fn main() {
    let _span = ::otlp_runtime::inline::span!("cart", "acme.id" = 1, server.port = 1u16);
    ::otlp_runtime::event!("paid", "acme.id" = 2);
    ::otlp_runtime::record!("acme.id" = 3, "acme.y" = ::std::option::Option::Some(1));
    let _ = load(1);
    let _ = later(1);
}
