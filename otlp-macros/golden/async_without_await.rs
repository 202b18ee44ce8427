#[traced(err)]
async fn check(cart: &Cart) -> Result<(), Error> {
    cart.total().map(drop)
}

// ---- becomes ----

async fn check(cart: &Cart) -> Result<(), Error> {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "check",
        b"",
    );
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(&__OTLP_CALLSITE),
        || -> Result<(), Error> { cart.total().map(drop) },
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
