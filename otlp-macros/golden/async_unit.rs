#[traced]
async fn tick() {
    sleep().await;
}

// ---- becomes ----

async fn tick() {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "tick",
        b"",
    );
    ::otlp_runtime::__private::traced_entered(
            &__OTLP_CALLSITE,
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
