#[traced]
fn call(&mut self, request: Request) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    let _permit = self.permit();
    Box::pin(self.run(request))
}

// ---- becomes ----

fn call(
    &mut self,
    request: Request,
) -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "call",
        b"",
    );
    <Pin<
        Box<dyn Future<Output = Response> + Send + '_>,
    > as ::otlp_runtime::__private::BoxedFuture>::__later(
        ::otlp_runtime::__private::start_movable(&__OTLP_CALLSITE),
        move || -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
            let _permit = self.permit();
            Box::pin(self.run(request))
        },
        |_| {},
    )
}
