#[traced(err)]
fn save(cart: Cart) -> Result<(), Error> {
    store(cart)?;
    Ok(())
}

// ---- becomes ----

fn save(cart: Cart) -> Result<(), Error> {
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "save",
                b"",
            )
        }),
        || -> Result<(), Error> {
            store(cart)?;
            Ok(())
        },
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
