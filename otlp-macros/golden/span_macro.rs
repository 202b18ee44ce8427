span!("cart.load", kind = client, "acme.cart.id" = id)

// ---- becomes ----

fn here() {
    {
        static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
            ::otlp_runtime::__private::scope!(),
            ::otlp_runtime::__private::SpanKind::Client,
            "cart.load",
            b"",
        );
        ::otlp_runtime::__private::enter({
            let mut __otlp_span = ::otlp_runtime::__private::start(&__OTLP_CALLSITE);
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
