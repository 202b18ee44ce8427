#[traced]
async fn tick() {
    sleep().await;
}

// ---- becomes ----

async fn tick() {
    ::otlp_runtime::__private::traced_entered(
            const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "tick",
                    b"",
                )
            },
            async move {
                if false {
                    return ::otlp_runtime::__private::unreachable::<()>();
                }
                {
                    sleep().await;
                }
            },
            |_| {},
        )
        .await
}
