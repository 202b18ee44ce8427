#[span(kind = client, inject(request.headers_mut()))]
fn send(request: &mut Request) {
    request.send();
}

// ---- becomes ----

fn send(request: &mut Request) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(const {
            &::otlp_runtime::__private::Callsite::client(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "send",
                b"",
            )
        });
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
