#[traced(err)]
pub(crate) async fn load(&self, id: u64) -> Result<Box<dyn Cart>, Error> {
    let row = self.pool.query(id).await?;
    Ok(Box::new(row))
}

// ---- becomes ----

pub(crate) async fn load(&self, id: u64) -> Result<Box<dyn Cart>, Error> {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "load",
        b"",
    );
    ::otlp_runtime::__private::traced_entered(
            &__OTLP_CALLSITE,
            async move {
                if false {
                    return ::otlp_runtime::__private::unreachable::<
                        Result<Box<dyn Cart>, Error>,
                    >();
                }
                {
                    let row = self.pool.query(id).await?;
                    Ok(Box::new(row))
                }
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
        .await
}
