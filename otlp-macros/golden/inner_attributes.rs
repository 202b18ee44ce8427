#[traced]
unsafe extern "C" fn callback(mut x: u8) -> u8 {
    #![allow(unused_mut)]
    x += 1;
    x
}

// ---- becomes ----

unsafe extern "C" fn callback(mut x: u8) -> u8 {
    #![allow(unused_mut)]
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "callback",
        b"",
    );
    let __otlp_guard = ::otlp_runtime::__private::entered(&__OTLP_CALLSITE);
    {
        x += 1;
        x
    }
}
