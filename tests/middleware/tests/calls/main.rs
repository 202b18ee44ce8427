//! Calls over real connections, and without any: what spans the layers of `middleware` make of them.
//!
//! In: servers of axum and tonic, clients of hyper, tonic and reqwest, bytes that none of them would send, all in this
//! process; services made for one test.
//! Out: trees of spans, compared as text; keys and names, compared with `otlp-macros/semconv`.
//! Never here: allocations (`allocations`); times.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

mod conventions;
mod grpc;
mod grpc_answers;
mod hostile_callers;
mod hostile_services;
mod http_calls;
mod raw;
mod reqwest_calls;
mod responses;

use otlp_runtime::{FutureExt, Span};
use otlp_tests::Session;

/// Runs `work` in a span named `caller`, on a runtime of its own.
fn caller<R>(work: impl Future<Output = R>) -> R {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let span = Span::builder().name("caller").start();
    // Dropped with all its tasks, so that servers have ended their spans.
    runtime.block_on(FutureExt::in_span(work, span))
}

/// The trees of a session, without ports, which differ each time.
fn tree(session: &Session, port: u16) -> String {
    session.tree().replace(&port.to_string(), "PORT")
}
