//! Whose child a span is, and when it ends.

use std::sync::{Arc, Barrier};
use std::task::{Context, Poll, Waker};

use otlp_runtime::{
    Accepted, ExportError, Exporter, Sampler, Span, SpanBatch, Telemetry, TracingLayer, inline, traced,
};
use otlp_tests::Session;
use tracing::{Instrument as _, info, info_span, instrument};
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt as _;

use super::{bridged, links, tree};

#[traced]
fn ours() {}

#[test]
fn both_kinds_nest_in_each_other() {
    let session = bridged(|| {
        let _root = inline::span!("root");
        info_span!("query").in_scope(|| {
            ours();
            info_span!("rows").in_scope(ours);
        });
        ours();
    });
    assert_eq!(tree(&session), "root\n  query\n    ours\n    rows\n      ours\n  ours\n");
}

#[test]
fn parents_may_be_given() {
    let session = bridged(|| {
        let parent = info_span!("parent");
        let _ours = inline::span!("entered");
        let _theirs = info_span!("entered too").entered();
        info_span!(parent: &parent, "child").in_scope(ours);
        info_span!(parent: None, "root").in_scope(ours);
        info_span!(parent: tracing::Span::none(), "root too").in_scope(ours);
    });
    assert_eq!(
        tree(&session),
        "parent\n  child\n    ours\nentered\n  entered too\nroot\n  ours\nroot too\n  ours\n"
    );
}

// A span that a filter hides is not there, and what runs in it belongs to the span above. Where it is given as a parent, the
// registry does not say what is above it: a root.
#[test]
fn filters_of_the_layer_hide_spans() {
    let session = Session::start();
    let layer = TracingLayer::new().with_filter(filter_fn(|metadata| !metadata.name().starts_with("hidden")));
    tracing::subscriber::with_default(tracing_subscriber::registry().with(layer), || {
        info_span!("top").in_scope(|| {
            let hidden = info_span!("hidden");
            hidden.in_scope(|| {
                ours();
                info_span!("below").in_scope(ours);
            });
            info_span!(parent: &hidden, "given").in_scope(ours);
        });
        let hidden = info_span!("hidden alone");
        let _other = inline::span!("other");
        // Its parent is not there, and the current span is another one.
        info_span!(parent: &hidden, "orphan").in_scope(ours);
    });
    assert_eq!(tree(&session), "top\n  ours\n  below\n    ours\ngiven\n  ours\nother\norphan\n  ours\n");
}

#[test]
fn span_ends_when_it_is_left_for_the_last_time() {
    let session = bridged(|| {
        let span = info_span!("held");
        span.in_scope(|| {});
        span.in_scope(|| info_span!("child").in_scope(|| {}));
        // The handle lives on, and so does the span for `tracing`.
        std::thread::sleep(std::time::Duration::from_millis(2));
        ours();
        drop(span);
        drop(info_span!("never entered"));
    });
    let (held, child, ours) = (session.span("held"), session.span("child"), session.span("ours"));
    assert!(child.end_unix_nanos <= held.end_unix_nanos && held.end_unix_nanos < ours.start_unix_nanos);
    session.span("never entered");
}

#[test]
fn guards_left_out_of_order_are_repaired() {
    let session = bridged(|| {
        let first = info_span!("first").entered();
        let second = info_span!("second").entered();
        drop(first);
        ours();
        drop(second);
        ours();
        // Across the two kinds.
        let theirs = info_span!("theirs").entered();
        let native = inline::span!("native");
        drop(theirs);
        ours();
        drop(native);
        assert!(!Span::current().context().is_valid());
        let native = inline::span!("native too");
        let theirs = info_span!("theirs too").entered();
        drop(native);
        ours();
        drop(theirs);
        assert!(!Span::current().context().is_valid());
    });
    assert_eq!(
        tree(&session),
        "first\n  second\n    ours\nours\ntheirs\n  native\n    ours\nnative too\n  theirs too\n    ours\n"
    );
    assert_eq!(session.stats().out_of_order, 3);
}

#[test]
fn follows_from_becomes_a_link() {
    let session = bridged(|| {
        let cause = info_span!("cause");
        let effect = info_span!("effect");
        effect.follows_from(&cause);
        effect.follows_from(tracing::Span::none());
    });
    let (cause, effect) = (session.span("cause"), session.span("effect"));
    assert_eq!(links(&effect), [cause.context.span_id().to_string()]);
    assert!(!effect.parent_span_id.is_valid());
}

#[instrument]
async fn instrumented(number: u64) {
    ours();
    tokio::task::yield_now().await;
    ours();
}

// R34: polled by turns on two threads, cancelled at the end.
#[test]
fn futures_take_their_span_along() {
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(TracingLayer::new()));
    let session = Session::start();
    let poll = |future: &mut std::pin::Pin<Box<dyn Future<Output = ()> + Send>>| {
        tracing::dispatcher::with_default(&dispatch, || {
            let poll = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
            assert!(!Span::current().context().is_valid());
            poll
        })
    };
    let mut first: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> =
        tracing::dispatcher::with_default(&dispatch, || {
            let _root = inline::span!("root");
            Box::pin(instrumented(7).instrument(info_span!("around")))
        });
    let mut second: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(instrumented(8));
    assert!(poll(&mut first).is_pending() && poll(&mut second).is_pending());
    std::thread::scope(|scope| {
        scope.spawn(|| assert_eq!(poll(&mut first), Poll::Ready(())));
    });
    drop((first, second));
    assert_eq!(
        tree(&session),
        "root\n  around\n    instrumented number=7\n      ours\n      ours\ninstrumented number=8\n  ours\n"
    );
    assert_eq!((session.stats().live, session.stats().out_of_order), (0, 0));
}

#[test]
fn span_may_be_entered_on_two_threads_at_a_time() {
    let dispatch = tracing::Dispatch::new(tracing_subscriber::registry().with(TracingLayer::new()));
    let session = Session::start();
    let span = tracing::dispatcher::with_default(&dispatch, || info_span!("shared"));
    let both = Arc::new(Barrier::new(2));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                span.in_scope(|| {
                    both.wait();
                    span.in_scope(ours);
                    both.wait();
                    ours();
                });
            });
        }
    });
    drop(span);
    assert_eq!(tree(&session), "shared\n  ours\n  ours\n  ours\n  ours\n");
}

// One dispatcher has the layer, another has not, and a third has one of its own; their ids are the same.
#[test]
fn dispatchers_do_not_mix_their_spans() {
    let with = || tracing::Dispatch::new(tracing_subscriber::registry().with(TracingLayer::new()));
    let (first, second) = (with(), with());
    let without = tracing::Dispatch::new(tracing_subscriber::registry());
    let session = Session::start();
    tracing::dispatcher::with_default(&first, || {
        info_span!("first").in_scope(|| {
            tracing::dispatcher::with_default(&without, || info_span!("nowhere").in_scope(ours));
            tracing::dispatcher::with_default(&second, || info_span!("second").in_scope(ours));
            ours();
        });
    });
    assert_eq!(tree(&session), "first\n  ours\n  second\n    ours\n  ours\n");
    drop((first, second, without));
    assert_eq!((session.stats().live, session.stats().out_of_order), (0, 0));
}

#[test]
fn layer_that_was_added_twice_makes_one_span() {
    let session = Session::start();
    let subscriber = tracing_subscriber::registry().with(TracingLayer::new()).with(TracingLayer::new());
    tracing::subscriber::with_default(subscriber, || info_span!("one").in_scope(ours));
    assert_eq!(tree(&session), "one\n  ours\n");
}

#[test]
fn unsampled_spans_have_unsampled_children() {
    let session = Session::with(|builder| {
        builder.sampler(Sampler::parent_based(Sampler::always_on().when(
            |span| span.name() == "quiet" && span.attribute("shop.quiet").is_some(),
            Sampler::always_off(),
        )))
    });
    tracing::subscriber::with_default(tracing_subscriber::registry().with(TracingLayer::new()), || {
        info_span!("quiet", shop.quiet = true).in_scope(|| {
            ours();
            info_span!("below").in_scope(|| info!("said"));
        });
        info_span!("loud").in_scope(ours);
    });
    assert_eq!(tree(&session), "loud\n  ours\n");
    assert_eq!(session.stats().created, 2);
}

#[test]
fn nothing_happens_when_nothing_is_installed() {
    let session = Session::start();
    session.telemetry().shutdown().unwrap();
    tracing::subscriber::with_default(tracing_subscriber::registry().with(TracingLayer::new()), || {
        info_span!("span", number = 1).in_scope(|| info!("said"));
    });
    assert_eq!(session.stats().created, 0);
}

/// Delivers by a library that is traced itself.
struct Talkative(Arc<std::sync::atomic::AtomicU64>);

impl Exporter for Talkative {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        async {
            tokio::task::yield_now().await;
            info_span!("connect").in_scope(|| info!("connected"));
        }
        .instrument(info_span!("request"))
        .await;
        self.0.fetch_add(batch.iter().count() as u64, std::sync::atomic::Ordering::Relaxed);
        Ok(Accepted::default())
    }
}

// R36
#[test]
fn export_is_not_traced() {
    // The export thread has no other dispatcher than the global one.
    let subscriber = tracing_subscriber::registry().with(TracingLayer::new());
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let session = Session::start();
    session.telemetry().shutdown().unwrap();
    let exported = Arc::default();
    let telemetry = Telemetry::builder().exporter(Talkative(Arc::clone(&exported))).install().unwrap();
    for _ in 0..20 {
        info_span!("ours").in_scope(|| {});
        telemetry.flush().unwrap();
    }
    telemetry.shutdown().unwrap();
    assert_eq!(exported.load(std::sync::atomic::Ordering::Relaxed), 20);
    assert_eq!(telemetry.stats().created, 20);
}
