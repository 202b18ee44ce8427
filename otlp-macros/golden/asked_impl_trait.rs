#[traced(ret(?))]
fn open(path: &Path) -> impl Handle {
    Handle::new(path)
}

// ---- becomes ----

fn open(path: &Path) -> impl Handle {
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "open",
                b"",
            )
        }),
        move || -> _ { Handle::new(path) },
        |__otlp_out| {
            let __otlp_out = {
                use ::otlp_runtime::__private::answers::*;
                ::otlp_runtime::__private::RunsNow::__seen(
                    (&&::otlp_runtime::__private::Returns::of(__otlp_out)).answer(),
                )
            }(__otlp_out);
            {
                use ::otlp_runtime::__private::shown_values::*;
                if let ::core::option::Option::Some(__otlp_value) = (&::otlp_runtime::__private::Returned(
                    __otlp_out,
                ))
                    .shown()
                {
                    ::otlp_runtime::__private::AttributeValue::__put(
                        &::otlp_runtime::__private::debug(__otlp_value),
                        ::otlp_runtime::__private::ReturnPlace,
                    );
                }
            }
        },
    )
}
