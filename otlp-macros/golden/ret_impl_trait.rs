#[traced(ret(?))]
fn ids(carts: &[Cart]) -> Option<impl Iterator<Item = u64> + Debug> {
    Some(carts.iter().map(|cart| cart.id))
}

// ---- becomes ----

fn ids(carts: &[Cart]) -> Option<impl Iterator<Item = u64> + Debug> {
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "ids",
                b"",
            )
        }),
        move || -> Option<_> { Some(carts.iter().map(|cart| cart.id)) },
        |__otlp_out| {
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
