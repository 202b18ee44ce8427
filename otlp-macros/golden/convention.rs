#[span(http.server, http.request.method = method, url.path = path, url.scheme = "https", late(http.route))]
fn serve(method: &str, path: &str) {}

// ---- becomes ----

fn serve(method: &str, path: &str) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(const {
            &::otlp_runtime::__private::Callsite::server(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "serve",
                    b"J\x15\n\nurl.scheme\x12\x07\n\x05https",
                )
                .with_names(
                    &[
                        &[
                            ::otlp_runtime::__private::NamePart::KeyBut(
                                "http.request.method",
                                "_OTHER",
                                "HTTP",
                            ),
                            ::otlp_runtime::__private::NamePart::Text(" "),
                            ::otlp_runtime::__private::NamePart::Key("http.route"),
                        ],
                        &[
                            ::otlp_runtime::__private::NamePart::KeyBut(
                                "http.request.method",
                                "_OTHER",
                                "HTTP",
                            ),
                        ],
                    ],
                )
                .with_late(&["http.route"])
        });
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::keys::http·request·method::__put(
                &method,
                ::otlp_runtime::__private::InSpan(
                    &mut __otlp_span,
                    b"\n\x13http.request.method",
                ),
            );
            ::otlp_runtime::__private::keys::url·path::__put(
                &path,
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\x08url.path"),
            );
        }
        __otlp_span
    });
    '__otlp_body: {}
}
