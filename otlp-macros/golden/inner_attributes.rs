#[traced]
unsafe extern "C" fn callback(mut x: u8) -> u8 {
    #![allow(unused_mut)]
    x += 1;
    x
}

// ---- becomes ----

unsafe extern "C" fn callback(mut x: u8) -> u8 {
    #![allow(unused_mut)]
    let __otlp_guard = ::otlp_runtime::__private::entered(const {
        &::otlp_runtime::__private::Callsite::internal(
            "CARGO_PKG_NAME",
            "CARGO_PKG_VERSION",
            "callback",
            b"",
        )
    });
    {
        x += 1;
        x
    }
}
