//! What it costs to read context from a carrier and to write it into one, beside `opentelemetry`.
//!
//! `cargo bench -p otlp-benches --bench propagation`. In: the same headers for both. Out: a table of medians over many
//! short rounds, in nanoseconds, and ratios measured in the same run.
//! Never here: assertions; a number is for people to read.

use std::collections::HashMap;
use std::hint::black_box;
use std::time::Instant;

use http::{HeaderMap, HeaderName, HeaderValue};
use opentelemetry::Context as OtelContext;
use opentelemetry::propagation::TextMapPropagator;
use opentelemetry::trace::{SpanContext, TraceContextExt as _};
use opentelemetry_http::{HeaderExtractor, HeaderInjector};
use opentelemetry_sdk::propagation::TraceContextPropagator;
use otlp_runtime::{Context, DiscardExporter, Propagator, Propagators, Span, Telemetry, inject};

const ROUNDS: usize = 101;
const CALLS: u32 = 2_000;

/// Returns the median nanoseconds of one call.
fn measure(mut call: impl FnMut()) -> f64 {
    let mut rounds: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            (0..CALLS).for_each(|_| call());
            start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
        })
        .collect();
    rounds.sort_by(f64::total_cmp);
    rounds.get(ROUNDS / 2).copied().unwrap_or(f64::NAN)
}

/// Does as [`measure`] for calls that take long.
fn measure_few(mut call: impl FnMut()) -> f64 {
    let start = Instant::now();
    (0..CALLS).for_each(|_| call());
    start.elapsed().as_secs_f64() * 1e9 / f64::from(CALLS)
}

fn member_list(members: usize, bytes: usize) -> String {
    (0..members).map(|key| format!("k{key}={}", "x".repeat(bytes))).collect::<Vec<_>>().join(",")
}

fn row(what: &str, ours: f64, theirs: f64) {
    println!("  {what:44} {ours:8.1} ns {theirs:10.1} ns {:8.1} x", theirs / ours);
}

const PARENT: (&str, &str) = ("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01");
const STATE: (&str, &str) = ("tracestate", "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE");

/// A request of some headers, with these too.
fn headers(context: &[(&'static str, &'static str)]) -> HeaderMap {
    let usual = [
        ("host", "example.org"),
        ("accept", "*/*"),
        ("accept-encoding", "gzip"),
        ("user-agent", "bench"),
        ("content-type", "application/json"),
        ("content-length", "0"),
    ];
    let pair = |(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value));
    usual.into_iter().chain(context.iter().copied()).map(pair).collect()
}

fn map(context: &[(&str, &str)]) -> HashMap<String, String> {
    context.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn as_theirs(context: &Context) -> SpanContext {
    context.span_context().into()
}

fn main() -> Result<(), otlp_runtime::Error> {
    let ours = Propagators::new(&[Propagator::TraceContext]);
    let theirs = TraceContextPropagator::new();
    let empty = OtelContext::new();
    println!("  {:44} {:>11} {:>13} {:>10}", "W3C trace context", "ours", "opentelemetry", "ratio");

    for (what, context) in
        [("extract, HashMap", &[PARENT][..]), ("extract, HashMap, with a trace state", &[PARENT, STATE])]
    {
        let carrier = map(context);
        row(
            what,
            measure(|| drop(black_box(ours.extract(black_box(&carrier))))),
            measure(|| drop(black_box(theirs.extract_with_context(&empty, black_box(&carrier))))),
        );
    }
    for (what, context) in [
        ("extract, HeaderMap of 7", &[PARENT][..]),
        ("extract, HeaderMap of 8, with a trace state", &[PARENT, STATE]),
        ("extract, HeaderMap of 6, no context", &[]),
    ] {
        let carrier = headers(context);
        row(
            what,
            measure(|| drop(black_box(ours.extract(black_box(&carrier))))),
            measure(|| {
                drop(black_box(theirs.extract_with_context(&empty, &HeaderExtractor(black_box(&carrier)))));
            }),
        );
    }

    for (what, context) in [("", &[PARENT][..]), (", with a trace state", &[PARENT, STATE])] {
        let context: Context = ours.extract(context);
        let other = empty.with_remote_span_context(as_theirs(&context));
        row(
            &format!("inject, new HashMap{what}"),
            measure(|| {
                let mut carrier = HashMap::<String, String>::new();
                ours.inject(black_box(&context), &mut carrier);
                drop(black_box(carrier));
            }),
            measure(|| {
                let mut carrier = HashMap::<String, String>::new();
                theirs.inject_context(black_box(&other), &mut carrier);
                drop(black_box(carrier));
            }),
        );
        let (mut carrier, mut other_carrier) = (headers(&[]), headers(&[]));
        row(
            &format!("inject, HeaderMap of 6{what}"),
            measure(|| ours.inject(black_box(&context), black_box(&mut carrier))),
            measure(|| {
                theirs.inject_context(black_box(&other), &mut HeaderInjector(black_box(&mut other_carrier)));
            }),
        );
    }

    // What nobody should send, of 64 KiB: tracestate and baggage together.
    let all = Propagators::default();
    for (what, state, baggage) in [
        ("one member", "a".repeat(32 << 10), "a".repeat(32 << 10)),
        ("many members", "a=1,".repeat(8 << 10), "a=1,".repeat(8 << 10)),
        ("full lists", member_list(32, 120), member_list(64, 120)),
    ] {
        let carrier =
            [("traceparent", PARENT.1), ("tracestate", state.as_str()), ("baggage", baggage.as_str())];
        let ours = measure_few(|| drop(black_box(all.extract(black_box(&carrier)))));
        println!("  {:44} {ours:8.1} ns", format!("extract, hostile, {what}"));
    }

    // The current span, as programs do: ours looks for baggage too.
    let telemetry = Telemetry::builder().exporter(DiscardExporter).install()?;
    let span = Span::builder().name("current").start().enter();
    let attached = empty.with_remote_span_context(as_theirs(&Context::current())).attach();
    let (mut carrier, mut other_carrier) = (headers(&[]), headers(&[]));
    row(
        "inject the current span, HeaderMap of 6",
        measure(|| inject(black_box(&mut carrier))),
        measure(|| theirs.inject(&mut HeaderInjector(black_box(&mut other_carrier)))),
    );
    drop((attached, span));
    telemetry.shutdown()?;
    Ok(())
}
