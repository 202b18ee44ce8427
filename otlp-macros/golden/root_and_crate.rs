#[span(root, crate = crate::telemetry)]
fn run() {}

// ---- becomes ----

fn run() {
    static __OTLP_CALLSITE: crate::telemetry::__private::Callsite = crate::telemetry::__private::Callsite::new(
        crate::telemetry::__private::scope!(),
        crate::telemetry::__private::SpanKind::Internal,
        "run",
        b"",
    );
    let __otlp_guard = crate::telemetry::__private::enter(
        crate::telemetry::__private::start_root(&__OTLP_CALLSITE),
    );
    '__otlp_body: {}
}
