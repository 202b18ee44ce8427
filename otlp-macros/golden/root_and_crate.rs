#[span(root, crate = crate::telemetry)]
fn run() {}

// ---- becomes ----

fn run() {
    let __otlp_guard = crate::telemetry::__private::enter(
        crate::telemetry::__private::start_root(const {
            &crate::telemetry::__private::Callsite::internal(
                "CARGO_PKG_NAME",
                "CARGO_PKG_VERSION",
                "run",
                b"",
            )
        }),
    );
    '__otlp_body: {}
}
