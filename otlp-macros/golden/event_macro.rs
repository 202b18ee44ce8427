event!("cart.paid", "acme.cart.id" = id, "acme.cart.items" = -3, "acme.method" = "card")

// ---- becomes ----

fn here() {
    {
        if ::otlp_runtime::__private::is_recording_current() {
            let mut __otlp_event = ::otlp_runtime::__private::event("cart.paid");
            ::otlp_runtime::__private::AttributeValue::__put(
                &id,
                ::otlp_runtime::__private::InEvent(
                    &mut __otlp_event,
                    ::otlp_runtime::__private::Key::new(b"\n\x0Cacme.cart.id"),
                ),
            );
            ::otlp_runtime::__private::AttributeValue::__put(
                &(-3i64),
                ::otlp_runtime::__private::InEvent(
                    &mut __otlp_event,
                    ::otlp_runtime::__private::Key::new(b"\n\x0Facme.cart.items"),
                ),
            );
            ::otlp_runtime::__private::AttributeValue::__put(
                &"card",
                ::otlp_runtime::__private::InEvent(
                    &mut __otlp_event,
                    ::otlp_runtime::__private::Key::new(b"\n\x0Bacme.method"),
                ),
            );
            ::otlp_runtime::__private::add_event(__otlp_event);
        }
    }
}
