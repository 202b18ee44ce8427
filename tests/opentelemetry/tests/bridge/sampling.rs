//! Samplers, and decisions of callers, for spans of libraries.

use std::borrow::Cow;
use std::collections::HashMap;

use opentelemetry::KeyValue;
use opentelemetry::global::get_text_map_propagator;
use opentelemetry::trace::{
    Link, Span as _, SpanContext, SpanId, TraceFlags, TraceId, TraceState, Tracer as _, TracerProvider as _,
};
use otlp_runtime::opentelemetry::TracerProvider;
use otlp_runtime::{Propagator, Sampler, SamplingParameters, SamplingResult, ShouldSample, inline};

use super::{session_with, tracer};

fn caller() -> SpanContext {
    let (trace_id, span_id) = (TraceId::from(7), SpanId::from(8));
    SpanContext::new(trace_id, span_id, TraceFlags::SAMPLED, true, TraceState::NONE)
}

/// Keeps what has the attribute `acme.keep` and a link.
struct Keeps;

impl ShouldSample for Keeps {
    fn should_sample(&self, span: &SamplingParameters<'_>) -> SamplingResult {
        // A sampler may use a library that makes spans.
        drop((tracer().start("of the sampler"), inline::span!("ours of the sampler")));
        let is_kept =
            span.attribute("acme.keep").is_some() && span.links().len() == 1 && span.name() == "kept";
        if is_kept { SamplingResult::sample() } else { SamplingResult::drop() }
    }

    fn description(&self) -> Cow<'_, str> {
        "Keeps".into()
    }
}

#[test]
fn a_sampler_of_ones_own_sees_what_a_span_starts_with() {
    let session = session_with(|builder| builder.sampler(Sampler::custom(Keeps)));
    let tracer = TracerProvider::new().tracer("library");
    for name in ["kept", "dropped"] {
        let span = tracer
            .span_builder(name)
            .with_attributes([KeyValue::new("acme.keep", true)])
            .with_links(vec![Link::with_context(caller())])
            .start(&tracer);
        let is_kept = name == "kept";
        assert_eq!((span.is_recording(), span.span_context().is_sampled()), (is_kept, is_kept));
        assert!(span.span_context().is_valid());
    }
    assert_eq!(session.tree(), "kept acme.keep=true\n");
    let stats = session.stats();
    assert_eq!((stats.created, stats.live), (1, 0), "{stats:?}");
}

// B3 has headers that leave the decision to whoever is called.
#[test]
fn a_decision_that_the_caller_left_to_us_is_ours() {
    let session = session_with(|builder| builder.propagators([Propagator::B3]));
    let caller = "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7";
    let headers = HashMap::from([("b3".to_owned(), caller.to_owned())]);
    let context = get_text_map_propagator(|propagator| propagator.extract(&headers));
    let sent = || {
        let mut headers = HashMap::new();
        get_text_map_propagator(|propagator| propagator.inject(&mut headers));
        headers.remove("b3").unwrap()
    };
    drop(tracer().start_with_context("given", &context));
    let attached = context.attach();
    assert_eq!(sent(), caller, "still open");
    tracer().in_span("attached", |_| drop(inline::span!("below")));
    drop(inline::span!("ours"));
    let ours = inline::span!("sending");
    assert!(sent().ends_with("-1"));
    drop((ours, attached));
    for name in ["given", "attached", "ours", "sending"] {
        assert_eq!(session.span(name).parent_span_id.to_string(), "00f067aa0ba902b7", "{name}");
    }
    assert_eq!(session.spans().len(), 5);
}

// PRO-03
#[test]
fn debug_of_a_caller_goes_on_through_both_sides() {
    let _session = session_with(|builder| builder.propagators([Propagator::B3]));
    let headers =
        HashMap::from([("b3".to_owned(), "4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-d".to_owned())]);
    let context = get_text_map_propagator(|propagator| propagator.extract(&headers));
    let _attached = context.attach();
    let _ours = inline::span!("ours");
    tracer().in_span("a", |context| {
        let _inner = inline::span!("inner");
        let mut headers = HashMap::new();
        get_text_map_propagator(|propagator| propagator.inject(&mut headers));
        assert!(headers["b3"].ends_with("-d"), "{headers:?}");
        let mut explicit = HashMap::new();
        get_text_map_propagator(|propagator| propagator.inject_context(&context, &mut explicit));
        assert!(explicit["b3"].ends_with("-d"), "{explicit:?}");
    });
}
