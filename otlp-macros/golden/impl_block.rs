#[traced(kind = client, "shop.part" = "cart", err)]
impl<'a, T: Load> shop::Cart<'a, T> {
    const LIMIT: usize = { 3 };

    /// Not traced: it may run in the compiler.
    pub const fn empty() -> Self {
        Self(None)
    }

    #[inline]
    pub async fn load(&self, id: u64) -> Result<T, Error> {
        self.0.load(id).await
    }

    #[traced("shop.items" = items.len())]
    #[cfg(feature = "sell")]
    fn sell(self, items: &[T]) {
        drop(items);
    }

    #[traced(skip)]
    fn id(&self) -> u64 {
        self.0.id
    }
}

// ---- becomes ----

impl<'a, T: Load> shop::Cart<'a, T> {
    const LIMIT: usize = { 3 };
    /// Not traced: it may run in the compiler.
    pub const fn empty() -> Self {
        Self(None)
    }
    #[inline]
    pub async fn load(&self, id: u64) -> Result<T, Error> {
        ::otlp_runtime::__private::traced_entered(
                const {
                    &::otlp_runtime::__private::Callsite::client(
                        "CARGO_PKG_NAME",
                        "CARGO_PKG_VERSION",
                        "Cart::load",
                        b"J\x13\n\tshop.part\x12\x06\n\x04cart",
                    )
                },
                async move {
                    if false {
                        return ::otlp_runtime::__private::unreachable::<
                            Result<T, Error>,
                        >();
                    }
                    '__otlp_body: { self.0.load(id).await }
                },
                |__otlp_out| {
                    {
                        use ::otlp_runtime::__private::outcomes::*;
                        ::otlp_runtime::__private::Fallible::__err(
                            (&&::otlp_runtime::__private::Outcome(__otlp_out))
                                .fallible(),
                            |_| false,
                            |__otlp_err| {
                                use ::otlp_runtime::__private::error_types::*;
                                (&::otlp_runtime::__private::Failed(__otlp_err))
                                    .error_type()
                            },
                        );
                    }
                },
            )
            .await
    }
    #[traced(__otlp_read)]
    #[cfg(feature = "sell")]
    fn sell(self, items: &[T]) {
        let __otlp_guard = ::otlp_runtime::__private::enter({
            let mut __otlp_span = ::otlp_runtime::__private::start(const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "Cart::sell",
                    b"",
                )
            });
            if ::otlp_runtime::__private::is_recording(&__otlp_span) {
                ::otlp_runtime::__private::AttributeValue::__put(
                    &items.len(),
                    ::otlp_runtime::__private::InSpan(
                        &mut __otlp_span,
                        b"\n\nshop.items",
                    ),
                );
            }
            __otlp_span
        });
        {
            drop(items);
        }
    }
    #[traced(__otlp_read)]
    fn id(&self) -> u64 {
        self.0.id
    }
}
