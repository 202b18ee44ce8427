#[traced]
fn price(cart: &Cart) -> Money {
    cart.total()
}

// ---- becomes ----

fn price(cart: &Cart) -> Money {
    static __OTLP_CALLSITE: ::otlp_runtime::__private::Callsite = ::otlp_runtime::__private::Callsite::new(
        ::otlp_runtime::__private::scope!(),
        ::otlp_runtime::__private::SpanKind::Internal,
        "price",
        b"",
    );
    if false {
        {
            use ::otlp_runtime::__private::answers::*;
            ::otlp_runtime::__private::RunsNow::__seen(
                (&&::otlp_runtime::__private::Returns::<Money>::TYPE).answer(),
            )
        };
    }
    let __otlp_guard = ::otlp_runtime::__private::entered(&__OTLP_CALLSITE);
    '__otlp_body: { cart.total() }
}
