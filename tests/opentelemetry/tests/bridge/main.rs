//! Spans of libraries that use the `opentelemetry` crate, among spans of ours: compared as trees of text.
//!
//! In: calls of that crate's API, by hand and by libraries. Out: the tree that a person would draw.
//! Never here: traffic of our own export (`suppressed`).

#![expect(clippy::panic, clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod baggage;
mod ending;
mod layer;
mod libraries;
mod nesting;
mod parents;
mod propagation;
mod property;
mod recording;
mod sampling;
mod sdk;

use opentelemetry::global::{self, BoxedTracer};
use otlp_runtime::{TelemetryBuilder, opentelemetry::install_global};
use otlp_tests::Session;

/// Telemetry with the bridge.
fn session() -> Session {
    session_with(|builder| builder)
}

fn session_with(configure: impl FnOnce(TelemetryBuilder) -> TelemetryBuilder) -> Session {
    let session = Session::with(configure);
    install_global();
    session
}

/// A library's tracer.
fn tracer() -> BoxedTracer {
    global::tracer("library")
}

/// Polls a future that is ready at once, without an executor.
fn ready<T>(future: impl Future<Output = T>) -> T {
    let future = std::pin::pin!(future);
    match future.poll(&mut std::task::Context::from_waker(std::task::Waker::noop())) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("not ready"),
    }
}
