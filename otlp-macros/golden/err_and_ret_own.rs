#[traced(err(expected = Error::Empty | Error::Gone), ret(?))]
fn find<'a>(map: &'a mut Map, key: Key, _lock: Lock) -> Result<&'a Cart, Error> {
    map.get(key)
}

// ---- becomes ----

fn find<'a>(map: &'a mut Map, key: Key, _lock: Lock) -> Result<&'a Cart, Error> {
    ::otlp_runtime::__private::observe(
        ::otlp_runtime::__private::entered(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "find",
                b"",
            )
        }),
        move || -> Result<&'a Cart, Error> {
            #[allow(clippy::used_underscore_binding)]
            if false {
                let _ = (&_lock, &key);
            }
            '__otlp_body: { map.get(key) }
        },
        |__otlp_out| {
            ::otlp_runtime::__private::Fallible::__err(
                __otlp_out,
                |__otlp_err| match __otlp_err {
                    Error::Empty | Error::Gone if true => true,
                    _ => false,
                },
                |__otlp_err| {
                    use ::otlp_runtime::__private::error_types::*;
                    (&::otlp_runtime::__private::Failed(__otlp_err)).error_type()
                },
            );
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
