#[traced]
async fn serve(listener: Listener) -> ! {
    loop {
        listener.accept().await;
    }
}

// ---- becomes ----

async fn serve(listener: Listener) -> ! {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "serve",
        b"",
    );
    match ::otlp_runtime::__private::traced_entered(
            &__OTLP_CALLSITE,
            async move {
                if false {
                    let _ = (&listener,);
                }
                if false {
                    return ::otlp_runtime::__private::unreachable::<
                        ::core::convert::Infallible,
                    >();
                }
                '__otlp_body: {
                    loop {
                        listener.accept().await;
                    }
                }
            },
            |_| {},
        )
        .await
    {}
}
