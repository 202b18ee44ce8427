#[traced(err(expected = Error::Empty, map = Error::cause, message = none))]
fn load() -> Result<(), Error> {}

// ---- becomes ----

fn load() -> Result<(), Error> {
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "load",
                b"",
            )
        }),
        || -> Result<(), Error> {},
        |__otlp_out| {
            ::otlp_runtime::__private::Fallible::__err_as(
                __otlp_out,
                |__otlp_err| match __otlp_err {
                    Error::Empty if true => true,
                    _ => false,
                },
                Error::cause,
                false,
                |__otlp_err| {
                    use ::otlp_runtime::__private::error_types::*;
                    (&::otlp_runtime::__private::Failed(__otlp_err)).error_type()
                },
            );
        },
    )
}
