#[span(kind = client, http.route = "/cart", "acme.cart.items" = -3, "acme.cart.id" = cart.id, "acme.total" = %cart.total(), "acme.cart" = ?cart, server.port = size / 2)]
fn load(cart: &Cart, size: u64) {}

// ---- becomes ----

fn load(cart: &Cart, size: u64) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start(const {
            &::otlp_runtime::__private::Callsite::client(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "load",
                b"J\x15\n\nhttp.route\x12\x07\n\x05/cartJ\x1E\n\x0Facme.cart.items\x12\x0B\x18\xFD\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01",
            )
        });
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::AttributeValue::__put(
                &cart.id,
                ::otlp_runtime::__private::InSpan(
                    &mut __otlp_span,
                    b"\n\x0Cacme.cart.id",
                ),
            );
            ::otlp_runtime::__private::AttributeValue::__put(
                &::otlp_runtime::__private::display(&cart.total()),
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\nacme.total"),
            );
            ::otlp_runtime::__private::AttributeValue::__put(
                &::otlp_runtime::__private::debug(&cart),
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\tacme.cart"),
            );
            ::otlp_runtime::__private::keys::server·port::__put(
                &(size / 2),
                ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\x0Bserver.port"),
            );
        }
        __otlp_span
    });
    '__otlp_body: {}
}
