#[traced(stream, err)]
fn rows(&self) -> Self::Rows {
    Box::pin(self.pool.rows())
}

// ---- becomes ----

fn rows(&self) -> Self::Rows {
    <Self::Rows as ::otlp_runtime::__private::BoxedStream>::__later(
        ::otlp_runtime::__private::start_movable(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "rows",
                b"",
            )
        }),
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
