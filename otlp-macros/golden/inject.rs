#[span(kind = client, inject(request.headers_mut()))]
fn send(request: &mut Request) {
    request.send();
}

// ---- becomes ----

fn send(request: &mut Request) {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Client,
        "send",
        b"",
    );
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(&__OTLP_CALLSITE);
        if ::otlp_runtime::__private::propagates() {
            ::otlp_runtime::__private::Injector::__inject(
                request.headers_mut(),
                ::otlp_runtime::__private::propagators(),
                &::otlp_runtime::__private::context(&mut __otlp_span),
            );
        }
        __otlp_span
    });
    {
        request.send();
    }
}
