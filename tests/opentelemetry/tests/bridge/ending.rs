//! The end of a span, and what comes after it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use opentelemetry::trace::{Span as _, Status, TraceContextExt as _, Tracer as _, TracerProvider as _};
use opentelemetry::{Context, KeyValue};
use otlp_runtime::inline;
use otlp_runtime::opentelemetry::TracerProvider;

use super::{session, tracer};

// SDK-07
#[test]
fn what_comes_after_the_end_is_ignored() {
    let session = session();
    let mut span = TracerProvider::new().tracer("library").start("span");
    assert!(span.is_recording());
    span.end();
    assert!(!span.is_recording() && span.span_context().is_valid());
    span.set_attribute(KeyValue::new("acme.late", true));
    span.add_event("late", vec![]);
    span.add_link(span.span_context().clone(), vec![]);
    span.set_status(Status::Ok);
    span.update_name("late");
    span.end();
    drop(span);
    assert_eq!(session.tree(), "span\n");
    assert_eq!(session.stats().created, 1);
}

// SDK-07
#[test]
fn an_ended_span_can_be_a_parent() {
    let session = session();
    let context = Context::current_with_span(tracer().start("parent"));
    context.span().end();
    assert!(!context.span().is_recording());
    let _attached = context.attach();
    drop((tracer().start("child"), inline::span!("ours")));
    assert_eq!(session.tree(), "parent\n  child\n  ours\n");
}

#[test]
fn a_context_ends_its_span_with_its_last_clone() {
    let session = session();
    let context = Context::current_with_span(tracer().start("span"));
    let clone = context.clone();
    drop(context);
    assert_eq!(session.tree(), "");
    std::thread::spawn(move || drop(clone)).join().unwrap();
    assert_eq!(session.tree(), "span\n");
}

#[test]
fn panic_marks_spans_of_both_sides() {
    let session = session();
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let _ours = inline::span!("ours");
        tracer().in_span("a", |_| panic!("on purpose"));
    }));
    assert!(outcome.is_err());
    let marked = "error.type=panic ERROR \"panicked\"";
    assert_eq!(session.tree(), format!("ours {marked}\n  a {marked}\n"));
    drop(tracer().start("after"));
    assert_eq!(session.span("after").parent_span_id, otlp_runtime::SpanId::INVALID);
}

/// A thread's values are dropped in any order: neither side may panic, whatever is gone.
#[test]
fn spans_in_a_threads_last_destructors_do_no_harm() {
    struct Last;
    impl Drop for Last {
        fn drop(&mut self) {
            let _ours = inline::span!("late");
            drop(otlp_runtime::opentelemetry::current_context());
            // That crate's own thread-local may be gone: only what it is given a context for can be called.
            drop(tracer().start_with_context("late", &Context::new()));
        }
    }
    thread_local! {
        static EARLY: Last = const { Last };
        static LATE: Last = const { Last };
    }
    let session = session();
    std::thread::spawn(|| {
        EARLY.with(|_| ());
        tracer().in_span("a", |_| drop(inline::span!("ours")));
        LATE.with(|_| ());
    })
    .join()
    .unwrap();
    let names: Vec<String> = session.spans().into_iter().map(|span| span.name).collect();
    assert!(names.contains(&"a".to_owned()) && names.contains(&"ours".to_owned()), "{names:?}");
}
