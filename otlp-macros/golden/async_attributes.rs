#[traced(parent = context, "acme.id" = cart.id)]
async fn load(context: &SpanContext, cart: Cart) -> u64 {
    0
}

// ---- becomes ----

async fn load(context: &SpanContext, cart: Cart) -> u64 {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "load",
        b"",
    );
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start_from(
            &__OTLP_CALLSITE,
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
