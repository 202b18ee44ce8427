#[span(name = "job.run", parent = job.context, links = &job.links)]
fn run(job: Job) {}

// ---- becomes ----

fn run(job: Job) {
    let __otlp_guard = ::otlp_runtime::__private::enter({
        let mut __otlp_span = ::otlp_runtime::__private::start_from(
            const {
                &::otlp_runtime::__private::Callsite::internal(
                    "CARGO_PKG_NAME",
                    "CARGO_PKG_VERSION",
                    "job.run",
                    b"",
                )
            },
            &::otlp_runtime::__private::Parent::__into_parent(job.context),
        );
        if ::otlp_runtime::__private::is_recording(&__otlp_span) {
            ::otlp_runtime::__private::Links::__add_to(&job.links, &mut __otlp_span);
        }
        __otlp_span
    });
    '__otlp_body: {}
}
