#[traced(stream, err)]
fn rows(&self) -> Self::Rows {
    Box::pin(self.pool.rows())
}

// ---- becomes ----

fn rows(&self) -> Self::Rows {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "rows",
        b"",
    );
    <Self::Rows as ::otlp_runtime::__private::BoxedStream>::__later(
        ::otlp_runtime::__private::start_movable(&__OTLP_CALLSITE),
        move || -> Self::Rows { Box::pin(self.pool.rows()) },
        |__otlp_out| {
            ::otlp_runtime::__private::Fallible::__err(
                __otlp_out,
                |_| false,
                |__otlp_err| {
                    use ::otlp_runtime::__private::error_types::*;
                    (&::otlp_runtime::__private::Failed(__otlp_err)).error_type()
                },
            );
        },
    )
}
