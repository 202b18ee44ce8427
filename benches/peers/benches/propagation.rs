//! Reading and writing `traceparent` and `tracestate`, beside `opentelemetry`.
//!
//! `cargo bench --bench propagation` in this package. In: a map of headers, and a context. Out: CPU time per call.
//! Never here: assertions; baggage.

use std::collections::HashMap;
use std::hint::black_box;

use opentelemetry::Context;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::TraceContextExt;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use otlp_peers::Result;
use otlp_peers::clock::thread_nanos;
use otlp_peers::peers::OPENTELEMETRY;
use otlp_peers::results::Results;

const ROUNDS: usize = 101;
const CALLS: u32 = 2_000;

/// What is called, each by its row and column.
type Call = (&'static str, &'static str, Box<dyn FnMut()>);

fn headers() -> HashMap<String, String> {
    HashMap::from([
        ("traceparent".to_owned(), "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01".to_owned()),
        ("tracestate".to_owned(), "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE".to_owned()),
    ])
}

/// `TraceContextPropagator` on a `HashMap`, as its documentation shows.
fn opentelemetry() -> [Call; 2] {
    let propagator = TraceContextPropagator::new();
    let incoming = headers();
    let remote = propagator.extract(&incoming).span().span_context().clone();
    let context = Context::new().with_remote_span_context(remote);
    let mut outgoing = HashMap::<String, String>::new();
    let inject = TraceContextPropagator::new();
    [
        (
            OPENTELEMETRY,
            "extract",
            Box::new(move || drop(black_box(propagator.extract(black_box(&incoming))))),
        ),
        (
            OPENTELEMETRY,
            "inject",
            Box::new(move || inject.inject_context(&context, black_box(&mut outgoing))),
        ),
    ]
}

/// The rows, in the order of the table; ours, once there is one, goes first.
fn calls() -> Vec<Call> {
    Vec::from(opentelemetry())
}

fn main() -> Result<()> {
    let mut calls = calls();
    let mut samples = vec![Vec::new(); calls.len()];
    for _ in 0..ROUNDS {
        for ((_, _, call), samples) in calls.iter_mut().zip(&mut samples) {
            let start = thread_nanos();
            (0..CALLS).for_each(|_| call());
            samples.push((thread_nanos() - start) / f64::from(CALLS));
        }
    }
    let mut results = Results::default();
    for ((row, column, _), samples) in calls.iter().zip(&samples) {
        results.add("W3C trace context in a map of headers, ns per call", row, column, samples);
    }
    results.finish("propagation")
}
