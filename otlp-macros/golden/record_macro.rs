record!(http.response.status_code = status, "acme.cart.empty" = true)

// ---- becomes ----

fn here() {
    {
        if ::otlp_runtime::__private::is_recording_current() {
            ::otlp_runtime::__private::keys::http·response·status_code::__put(
                &status,
                ::otlp_runtime::__private::InCurrent(
                    ::otlp_runtime::__private::Key::new(
                        b"\n\x19http.response.status_code",
                    ),
                ),
            );
            ::otlp_runtime::__private::AttributeValue::__put(
                &true,
                ::otlp_runtime::__private::InCurrent(
                    ::otlp_runtime::__private::Key::new(b"\n\x0Facme.cart.empty"),
                ),
            );
        }
    }
}
