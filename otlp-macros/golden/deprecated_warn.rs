record!(deprecated = warn, http.status_code = 200)

// ---- becomes ----

fn here() {
    {
        const _: () = {
            #[deprecated(note = "it has been renamed; use `http.response.status_code`")]
            const HTTP_STATUS_CODE: () = ();
            HTTP_STATUS_CODE
        };
        if ::otlp_runtime::__private::is_recording_current() {
            ::otlp_runtime::__private::AttributeValue::__put(
                &200i64,
                ::otlp_runtime::__private::InCurrent(
                    ::otlp_runtime::__private::Key::new(b"\n\x10http.status_code"),
                ),
            );
        }
    }
}
