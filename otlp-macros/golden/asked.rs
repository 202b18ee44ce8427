#[traced]
fn open(path: &Path) -> Handle {
    Handle::new(path)
}

// ---- becomes ----

fn open(path: &Path) -> Handle {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "open",
        b"",
    );
    if false {
        {
            use ::otlp_runtime::__private::answers::*;
            ::otlp_runtime::__private::RunsNow::__seen(
                (&&::otlp_runtime::__private::Returns::<Handle>::TYPE).answer(),
            )
        };
    }
    let __otlp_guard = ::otlp_runtime::__private::entered(&__OTLP_CALLSITE);
    '__otlp_body: { Handle::new(path) }
}
