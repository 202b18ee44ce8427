#[traced("acme.id" = id, err)]
fn load(&self, id: u64) -> impl Future<Output = Result<Cart, Error>> + use<'_> {
    self.count();
    async move { self.pool.query(id).await }
}

// ---- becomes ----

fn load(&self, id: u64) -> impl Future<Output = Result<Cart, Error>> + use<'_> {
    ::otlp_runtime::__private::later_seen::<
        Result<Cart, Error>,
        _,
        _,
    >(
        {
            let mut __otlp_span = ::otlp_runtime::__private::start_movable(const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "load",
                    b"",
                )
            });
            if ::otlp_runtime::__private::is_recording(&__otlp_span) {
                ::otlp_runtime::__private::AttributeValue::__put(
                    &id,
                    ::otlp_runtime::__private::InSpan(&mut __otlp_span, b"\n\x07acme.id"),
                );
            }
            __otlp_span
        },
        move || -> _ {
            self.count();
            async move { self.pool.query(id).await }
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
