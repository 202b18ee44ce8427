#[traced(acme.cart.id = id)]
fn load(id: u64) {}

// ---- becomes ----

fn load(id: u64) {
    const _: &[::core::primitive::u8] = ::core::include_bytes!("/shop/otlp.toml");
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "load",
                b"",
            )
        });
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            {
                enum acme·cart·id {}
                ::otlp_runtime::__private::typed::IntegerOf::<
                    acme·cart·id,
                >::__put(
                    &id,
                    ::otlp_runtime::__private::InSpan(
                        &mut __otlp_span,
                        b"\n\x0Cacme.cart.id",
                    ),
                );
            }
        }
        __otlp_span
    });
    '__otlp_body: {}
}
