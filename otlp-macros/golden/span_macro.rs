span!("cart.load", kind = client, "acme.cart.id" = id)

// ---- becomes ----

fn here() {
    {
        ::otlp_runtime::__private::enter({
            let mut __otlp_span = ::otlp_runtime::__private::start(const {
                &::otlp_runtime::__private::Callsite::client(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "cart.load",
                    b"",
                )
            });
            if ::otlp_runtime::__private::is_recording(&__otlp_span) {
                ::otlp_runtime::__private::AttributeValue::__put(
                    &id,
                    ::otlp_runtime::__private::InSpan(
                        &mut __otlp_span,
                        b"\n\x0Cacme.cart.id",
                    ),
                );
            }
            __otlp_span
        })
    }
}
