#[span(kind = client, extract(incoming, trust = link), inject(outgoing), "acme.id" = id)]
fn forward(incoming: &HeaderMap, outgoing: &mut HeaderMap, id: u64) {
    send(outgoing);
}

// ---- becomes ----

fn forward(incoming: &HeaderMap, outgoing: &mut HeaderMap, id: u64) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = {
            let __otlp_callsite = const {
                &::otlp_runtime::__private::Callsite::client(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "forward",
                    b"",
                )
            };
            if ::otlp_runtime::__private::propagates() {
                static __OTLP_ENTRY_POINT: ::otlp_runtime::__private::EntryPoint = ::otlp_runtime::__private::EntryPoint::link();
                ::otlp_runtime::__private::start_from(
                    __otlp_callsite,
                    &::otlp_runtime::__private::Extractor::__extract(
                        incoming,
                        ::otlp_runtime::__private::propagators(),
                        &__OTLP_ENTRY_POINT,
                    ),
                )
            } else {
                ::otlp_runtime::__private::start(__otlp_callsite)
            }
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
