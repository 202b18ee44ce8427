//! `record!`, `event!` and `Span::current()` in a span of `tracing`.

use std::fmt;
use std::pin::pin;
use std::sync::Barrier;
use std::task::{Context, Poll, Waker};

use otlp_runtime::{FutureExt, Sampler, Span, TracingLayer, Value, event, inline, record, traced};
use otlp_tests::Session;
use tracing::field::Empty;
use tracing::{Instrument as _, info_span};
use tracing_subscriber::layer::SubscriberExt as _;

use super::{bridged, links, tree};

#[traced]
fn ours() {
    record!("shop.whose" = "ours");
}

#[test]
fn what_is_recorded_in_a_span_of_tracing_is_on_it() {
    let session = bridged(|| {
        let cause = Span::builder().name("cause").start();
        let context = cause.context();
        cause.end();
        info_span!("query").in_scope(|| {
            assert!(Span::current().is_recording());
            record!("shop.whose" = "theirs");
            ours();
            event!("cache.missed", "shop.cache" = 1);
            Span::current().set_error("no room");
            Span::current().add_link(&context);
            info_span!("inner").in_scope(|| record!("shop.whose" = "inner"));
            record!("shop.last" = true);
        });
        info_span!("named").in_scope(|| Span::current().set_name("SELECT cart"));
        record!("shop.whose" = "nobody's");
        assert!(!Span::current().is_recording());
    });
    let expected = "\
cause
query shop.whose=theirs shop.last=true ERROR \"no room\"
  · cache.missed shop.cache=1
  ours shop.whose=ours
  inner shop.whose=inner
SELECT cart
";
    assert_eq!(tree(&session), expected);
    assert_eq!(links(&session.span("query")), [session.span("cause").context.span_id().to_string()]);
}

#[test]
fn the_last_value_counts_whichever_side_it_comes_from() {
    let session = bridged(|| {
        let span = info_span!("query", shop.rows = 1, shop.late = Empty);
        span.in_scope(|| {
            record!("shop.rows" = 2);
            record!("shop.late" = 1);
            span.record("shop.late", 2);
        });
    });
    assert_eq!(tree(&session), "query shop.rows=2 shop.late=2\n");
}

/// Records on the same span while it is shown.
struct Busy;

impl fmt::Display for Busy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        tracing::Span::current().record("shop.theirs", 1);
        record!("shop.ours" = 2);
        ours();
        f.write_str("busy")
    }
}

// R22
#[test]
fn a_display_that_records_on_the_same_span_neither_deadlocks_nor_gets_lost() {
    let session = bridged(|| {
        info_span!("query", shop.theirs = Empty).in_scope(|| record!("shop.busy" = %Busy));
    });
    let query = session.span("query");
    let of = |key: &str| query.attribute(key).cloned();
    assert_eq!(
        [of("shop.theirs"), of("shop.ours"), of("shop.busy")],
        [Some(Value::from(1)), Some(2.into()), Some("busy".into())]
    );
    assert_eq!(session.span("ours").parent_span_id, query.context.span_id());
}

/// Panics.
struct Bad;

impl fmt::Display for Bad {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("by intent")
    }
}

#[test]
fn a_display_that_panics_takes_nothing_with_it() {
    let session = bridged(|| {
        info_span!("query").in_scope(|| {
            record!("shop.before" = 1);
            record!("shop.bad" = %Bad);
            record!("shop.after" = 1);
        });
    });
    assert_eq!(tree(&session), "query shop.before=1 shop.bad=[panicked] shop.after=1\n");
}

#[test]
fn a_span_that_is_entered_on_two_threads_is_recorded_on_from_both() {
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(TracingLayer::new()));
    let session = Session::start();
    let span = tracing::dispatcher::with_default(&dispatch, || info_span!("shared"));
    let both = Barrier::new(2);
    std::thread::scope(|scope| {
        for thread in 0..2 {
            let (span, both) = (&span, &both);
            scope.spawn(move || {
                span.in_scope(|| {
                    both.wait();
                    for round in 0..50 {
                        Span::current().record(&format!("shop.{thread}.{round}"), round);
                    }
                    both.wait();
                });
            });
        }
    });
    drop(span);
    let shared = session.span("shared");
    let count = |thread: &str| shared.attributes.iter().filter(|one| one.key.starts_with(thread)).count();
    assert_eq!((count("shop.0."), count("shop.1.")), (50, 50));
}

#[test]
fn a_span_that_was_left_is_not_recorded_on() {
    let session = bridged(|| {
        let first = info_span!("first").entered();
        let second = info_span!("second").entered();
        drop(first);
        record!("shop.whose" = "second");
        drop(second);
        record!("shop.whose" = "nobody's");
        let _root = inline::span!("root");
        let theirs = info_span!("theirs").entered();
        let native = inline::span!("native");
        drop(theirs);
        record!("shop.whose" = "native");
        drop(native);
        record!("shop.whose" = "root");
    });
    let expected = "\
first
  second shop.whose=second
root shop.whose=root
  theirs
    native shop.whose=native
";
    assert_eq!(tree(&session), expected);
}

// As with spans of ours: it stays where it is.
#[test]
fn what_is_carried_elsewhere_does_not_record_on_the_span() {
    let session = bridged(|| {
        let (carried, mut future) = info_span!("query").in_scope(|| {
            let future = async { record!("shop.whose" = "future") };
            (
                Span::current().carry(|| record!("shop.whose" = "closure")),
                Box::pin(FutureExt::in_current_span(future)),
            )
        });
        carried();
        assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
    });
    assert_eq!(tree(&session), "query\n");
}

#[test]
fn futures_are_recorded_on_in_each_poll() {
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(TracingLayer::new()));
    let session = Session::start();
    tracing::dispatcher::with_default(&dispatch, || {
        let mut both = [1, 2].map(|number| {
            let work = async move {
                record!("shop.number" = number);
                tokio::task::yield_now().await;
                record!("shop.done" = number);
            };
            Box::pin(work.instrument(info_span!("work")))
        });
        for _ in 0..2 {
            for future in &mut both {
                let _: Poll<()> = pin!(future).as_mut().poll(&mut Context::from_waker(Waker::noop()));
            }
        }
    });
    assert_eq!(tree(&session), "work shop.number=1 shop.done=1\nwork shop.number=2 shop.done=2\n");
}

#[test]
fn what_is_not_recorded_is_not_evaluated() {
    let session = Session::with(|builder| builder.sampler(Sampler::always_off()));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(TracingLayer::new()), || {
        info_span!("query").in_scope(|| {
            assert!(!Span::current().is_recording());
            let mut is_evaluated = false;
            record!(
                "shop.whose" = {
                    is_evaluated = true;
                    1
                }
            );
            assert!(!is_evaluated);
        });
    });
    assert_eq!(session.stats().created, 0);
}

// LIM-01
#[test]
fn limits_are_those_of_any_span() {
    let session = bridged(|| {
        info_span!("query", shop.first = 1).in_scope(|| {
            for number in 0..200 {
                Span::current().record(&format!("shop.{number}"), number);
            }
        });
    });
    let query = session.span("query");
    assert_eq!(query.attributes.len(), 128);
}
