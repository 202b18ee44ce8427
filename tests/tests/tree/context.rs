//! Parents, sampling and identity.

use std::pin::Pin;

use otlp_runtime::{
    FutureExt, ParentBased, Sampler, Span, SpanContext, SpanId, TraceFlags, TraceId, TraceState, inline,
    record, traced,
};
use otlp_tests::Session;

fn remote(flags: TraceFlags) -> SpanContext {
    let state: TraceState = "vendor=1".parse().unwrap();
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    SpanContext::new(trace.parse().unwrap(), span.parse().unwrap(), flags, true, state)
}

#[traced(parent = parent)]
fn serve(parent: SpanContext) {
    let _child = inline::span!("child");
}

#[test]
fn remote_parent_gives_trace_flags_and_state() {
    let session = Session::start();
    serve(remote(TraceFlags::SAMPLED));
    let (server, child) = (session.span("serve"), session.span("child"));
    assert_eq!(server.context.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert_eq!(server.parent_span_id.to_string(), "00f067aa0ba902b7");
    assert!(server.parent_is_remote && !child.parent_is_remote);
    assert!(!server.context.is_remote());
    assert_eq!(server.context.trace_state().as_str(), "vendor=1");
    assert_eq!(child.context.trace_state().as_str(), "vendor=1");
    assert_eq!(child.context.trace_flags(), TraceFlags::SAMPLED);
}

// SAM-11, W3C-04
#[test]
fn random_flag_is_set_on_roots_and_inherited_as_it_is() {
    let session = Session::start();
    drop(inline::span!("root"));
    serve(remote(TraceFlags::SAMPLED));
    assert_eq!(session.span("root").context.trace_flags(), TraceFlags::SAMPLED.with(TraceFlags::RANDOM));
    assert_eq!(session.span("serve").context.trace_flags(), TraceFlags::SAMPLED);
}

// SAM-02
#[test]
fn unsampled_remote_parent_is_followed_down_the_tree() {
    let session = Session::start();
    let context = {
        let _server = inline::span!("server", parent = remote(TraceFlags::NONE));
        let _child = inline::span!("child");
        record!("acme.ignored" = 1);
        Span::current().context()
    };
    assert_eq!(context.trace_id().to_string(), "4bf92f3577b34da6a3ce929d0e0e4736");
    assert!(context.is_valid() && !context.is_sampled());
    assert_ne!(context.span_id().to_string(), "00f067aa0ba902b7", "SDK-01: a fresh span id");
    assert_eq!(session.spans().len(), 0);
    assert_eq!(session.stats().created, 0);
    assert!(!Span::current().context().is_valid());
}

#[test]
fn child_sampler_can_override_an_unsampled_parent() {
    let keep_children = ParentBased {
        root: Sampler::always_off(),
        local_not_sampled: Sampler::always_on(),
        ..ParentBased::default()
    };
    let session = Session::with(|builder| builder.sampler(keep_children));
    {
        let _root = inline::span!("root");
        let _child = inline::span!("child");
        let _grandchild = inline::span!("grandchild");
    }
    assert_eq!(session.tree(), "child\n  grandchild\n");
    assert!(session.span("child").parent_span_id.is_valid());
}

#[test]
fn ratio_of_zero_records_nothing_and_of_one_everything() {
    for (ratio, expected) in [(0.0, 0), (1.0, 100)] {
        let session = Session::with(|builder| builder.sampler(Sampler::trace_id_ratio(ratio)));
        for _ in 0..100 {
            let _root = inline::span!("root");
        }
        assert_eq!(session.spans().len(), expected);
    }
}

#[test]
fn ids_are_unique_across_threads() {
    let session = Session::start();
    let threads: Vec<_> = (0..4)
        .map(|_| {
            std::thread::spawn(|| {
                for _ in 0..1000 {
                    let _root = inline::span!("root");
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    let spans = session.spans();
    let mut ids: Vec<_> =
        spans.iter().map(|span| (span.context.trace_id(), span.context.span_id())).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!((spans.len(), ids.len()), (4000, 4000));
    assert!(spans.iter().all(|span| span.context.is_valid()));
}

// W3C-05
#[test]
fn root_takes_nothing_from_an_invalid_parent() {
    let session = Session::start();
    let state = "vendor=1".parse().unwrap();
    let parent = SpanContext::new(TraceId::INVALID, SpanId::INVALID, TraceFlags::SAMPLED, true, state);
    Span::builder().name("root").parent(parent).start().end();
    let root = session.span("root");
    assert!(root.context.trace_state().is_empty() && !root.parent_is_remote);
}

#[test]
fn child_of_an_unsampled_span_stays_unsampled_on_another_thread() {
    #[traced]
    async fn polled_elsewhere() {
        let _inner = inline::span!("inner");
    }
    let session = Session::start();
    let server = inline::span!("server", parent = remote(TraceFlags::NONE));
    let trace = Span::current().context().trace_id();
    let mut started = Span::builder().name("started").start();
    let mut future = Box::pin(FutureExt::in_span(
        async {
            polled_elsewhere().await;
            Span::current().context()
        },
        Span::builder().name("wrapped").start(),
    ));
    std::thread::scope(|scope| {
        scope.spawn(|| {
            assert_eq!(super::futures::ready(future.as_mut()).trace_id(), trace);
            let context = started.in_scope(|| {
                let _child = inline::span!("child");
                Span::current().context()
            });
            assert!(context.trace_id() == trace && !context.is_sampled());
            assert_eq!(started.context().trace_id(), trace);
        });
    });
    drop((server, started));
    assert_eq!(session.stats().created, 0);
}

// SAM-02
#[test]
fn future_begun_below_an_unsampled_span_stays_unsampled_when_it_moves() {
    #[traced]
    async fn plain() -> SpanContext {
        tokio::task::yield_now().await;
        let _inner = inline::span!("inner");
        Span::current().context()
    }
    #[traced("shop.id" = id)]
    async fn described(id: u64) -> SpanContext {
        plain().await
    }
    let session = Session::start();
    let server = inline::span!("server", parent = remote(TraceFlags::NONE));
    let trace = Span::current().context().trace_id();
    let begin = || -> [Pin<Box<dyn Future<Output = SpanContext> + Send>>; 2] {
        let mut futures: [Pin<Box<dyn Future<Output = SpanContext> + Send>>; 2] =
            [Box::pin(plain()), Box::pin(described(1))];
        assert!(futures.iter_mut().all(|future| super::futures::poll_once(future.as_mut()).is_pending()));
        futures
    };
    let (moved, dropped) = (begin(), begin());
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for mut future in moved {
                let context = super::futures::ready(future.as_mut());
                assert!(context.trace_id() == trace && !context.is_sampled());
            }
            drop(dropped);
            assert!(!Span::current().context().is_valid());
        });
    });
    assert_eq!(Span::current().context().trace_id(), trace);
    drop(server);
    assert_eq!(session.stats().created, 0);
}
