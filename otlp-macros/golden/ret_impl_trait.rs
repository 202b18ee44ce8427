#[traced(ret(?))]
fn ids(carts: &[Cart]) -> Option<impl Iterator<Item = u64> + Debug> {
    Some(carts.iter().map(|cart| cart.id))
}

// ---- becomes ----

fn ids(carts: &[Cart]) -> Option<impl Iterator<Item = u64> + Debug> {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "ids",
        b"",
    );
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(&__OTLP_CALLSITE),
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
