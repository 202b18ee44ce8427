//! What a context that is given to a tracer says about the parent.

use opentelemetry::Context;
use opentelemetry::trace::{
    SpanContext, SpanId, TraceContextExt as _, TraceFlags, TraceId, TraceState, Tracer as _,
    TracerProvider as _,
};
use otlp_runtime::opentelemetry::TracerProvider;
use otlp_runtime::{Span, inline};

use super::{session, tracer};

fn remote() -> SpanContext {
    let state = TraceState::from_key_value([("vendor", "1")]).unwrap();
    SpanContext::new(TraceId::from(7), SpanId::from(8), TraceFlags::SAMPLED, true, state)
}

#[test]
fn the_current_context_may_be_passed_by_value() {
    let session = session();
    let span = inline::span!("ours");
    drop(tracer().start_with_context("no span in it", &Context::current()));
    tracer().in_span("a", |context| {
        drop(tracer().start_with_context("given", &context));
        let _inner = inline::span!("inner");
        drop(tracer().start_with_context("later wins", &Context::current()));
    });
    drop(span);
    assert_eq!(session.tree(), "ours\n  no span in it\n  a\n    given\n    inner\n      later wins\n");
}

#[test]
fn a_context_with_another_span_is_an_explicit_parent() {
    let session = session();
    let a = Context::current_with_span(tracer().start("a"));
    {
        let _span = inline::span!("ours");
        drop(tracer().start_with_context("child of a", &a));
        tracer().in_span_with_context("also", &a, |_| drop(inline::span!("inner")));
    }
    drop(a);
    assert_eq!(session.tree(), "a\n  child of a\n  also\n    inner\nours\n");
}

#[test]
fn an_invalid_span_context_asks_for_a_root() {
    let session = session();
    let span = inline::span!("ours");
    let nobody = Context::new().with_remote_span_context(SpanContext::NONE);
    drop(tracer().start_with_context("root", &nobody));
    drop(span);
    assert_eq!(session.tree(), "ours\nroot\n");
}

#[test]
fn a_remote_parent_gives_trace_flags_and_state_to_both_sides() {
    let session = session();
    let _span = inline::span!("elsewhere");
    let context = Context::new().with_remote_span_context(remote());
    drop(tracer().start_with_context("given", &context));
    let attached = context.attach();
    drop(tracer().start("attached"));
    drop(inline::span!("ours"));
    drop(attached);
    for name in ["given", "attached", "ours"] {
        let span = session.span(name);
        assert_eq!(span.context.trace_id().to_string(), "00000000000000000000000000000007", "{name}");
        assert_eq!(span.parent_span_id.to_string(), "0000000000000008", "{name}");
        assert!(span.parent_is_remote && !span.context.is_remote(), "{name}");
        assert_eq!(span.context.trace_state().as_str(), "vendor=1", "{name}");
    }
}

#[test]
fn an_explicit_parent_of_ours_beats_their_context() {
    let session = session();
    let first = inline::span!("first");
    let context = Span::current().context();
    tracer().in_span("a", |_| {
        drop(inline::span!("child", parent = &context));
        drop(inline::span!("root", root));
    });
    drop(first);
    assert_eq!(session.tree(), "first\n  a\n  child\nroot\n");
}

#[test]
fn nothing_is_made_where_telemetry_is_suppressed() {
    let session = session();
    {
        let _suppressed = Context::enter_telemetry_suppressed_scope();
        drop((tracer().start("a"), inline::span!("ours"), Span::builder().name("built").root().start()));
    }
    drop(tracer().start_with_context("b", &Context::new().with_telemetry_suppressed()));
    drop(tracer().start("kept"));
    assert_eq!(session.tree(), "kept\n");
}

#[test]
fn without_telemetry_the_parent_is_handed_on() {
    use opentelemetry::trace::Span as _;
    let session = session();
    session.telemetry().shutdown().unwrap();
    let tracer = TracerProvider::new().tracer("library");
    assert_eq!(tracer.start("root").span_context(), &SpanContext::NONE);
    let span = tracer.start_with_context("child", &Context::new().with_remote_span_context(remote()));
    assert!(span.span_context() == &remote() && !span.is_recording());
    let _attached = Context::new().with_remote_span_context(remote()).attach();
    assert_eq!(tracer.start("child").span_context(), &remote());
    assert_eq!(Span::current().context(), (&remote()).into());
}
