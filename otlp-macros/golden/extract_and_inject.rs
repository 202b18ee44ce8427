#[span(kind = client, extract(incoming, trust = link), inject(outgoing), "acme.id" = id)]
fn forward(incoming: &HeaderMap, outgoing: &mut HeaderMap, id: u64) {
    send(outgoing);
}

// ---- becomes ----

fn forward(incoming: &HeaderMap, outgoing: &mut HeaderMap, id: u64) {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Client,
        "forward",
        b"",
    );
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = if ::otlp_runtime::__private::propagates() {
            static __OTLP_ENTRY_POINT: ::otlp_runtime::__private::EntryPoint = ::otlp_runtime::__private::EntryPoint::link();
            ::otlp_runtime::__private::start_from(
                &__OTLP_CALLSITE,
                &::otlp_runtime::__private::Extractor::__extract(
                    incoming,
                    ::otlp_runtime::__private::propagators(),
                    &__OTLP_ENTRY_POINT,
                ),
            )
        } else {
            ::otlp_runtime::__private::start(&__OTLP_CALLSITE)
        };
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::AttributeValue::__put(
                &id,
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\x07acme.id"),
            );
        }
        if ::otlp_runtime::__private::propagates() {
            ::otlp_runtime::__private::Injector::__inject(
                outgoing,
                ::otlp_runtime::__private::propagators(),
                &::otlp_runtime::__private::context(&mut __otlp_span),
            );
        }
        __otlp_span
    });
    {
        send(outgoing);
    }
}
