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
    <Pin<
        Box<dyn Future<Output = Response> + Send + '_>,
    > as ::otlp_runtime::__private::BoxedFuture>::__later(
        ::otlp_runtime::__private::start_movable(const {
            &::otlp_runtime::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "call",
                b"",
            )
        }),
        move || -> Pin<Box<dyn Future<Output = Response> + Send + '_>> {
            let _permit = self.permit();
            Box::pin(self.run(request))
        },
        |_| {},
    )
}
