#[traced]
async fn serve(listener: Listener) -> ! {
    loop {
        listener.accept().await;
    }
}

// ---- becomes ----

async fn serve(listener: Listener) -> ! {
    match ::otlp_runtime::__private::traced_entered(
            const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "serve",
                    b"",
                )
            },
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
