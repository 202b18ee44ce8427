#[traced(err)]
pub(crate) async fn load(&self, id: u64) -> Result<Box<dyn Cart>, Error> {
    let row = self.pool.query(id).await?;
    Ok(Box::new(row))
}

// ---- becomes ----

pub(crate) async fn load(&self, id: u64) -> Result<Box<dyn Cart>, Error> {
    ::otlp_runtime::__private::traced_entered(
            const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "load",
                    b"",
                )
            },
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
