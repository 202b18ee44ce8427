#[traced(parent = context, "acme.id" = cart.id)]
async fn load(context: &SpanContext, cart: Cart) -> u64 {
    0
}

// ---- becomes ----

async fn load(context: &SpanContext, cart: Cart) -> u64 {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start_from(
            const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "load",
                    b"",
                )
            },
            &::otlp_runtime::__private::Parent::__into_parent(context),
        );
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::AttributeValue::__put(
                &cart.id,
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\x07acme.id"),
            );
        }
        __otlp_span
    });
    '__otlp_body: { 0 }
}
