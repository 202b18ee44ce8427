//! The current span in other threads and tasks: by one call, and never by accident.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::mpsc;
use std::task::{Context, Poll, Waker};

use futures_util::{StreamExt as _, stream};
use otlp_runtime::{FutureExt, Span, SpanContext, SpanData, StreamExt, TraceFlags, inline, record, traced};
use otlp_tests::Session;
use rayon::iter::{IntoParallelIterator, ParallelIterator};
use tokio::runtime::Builder;

#[traced]
fn work() {
    let _inner = inline::span!("inner");
}

#[traced]
async fn work_async() {
    tokio::task::yield_now().await;
    work();
}

const WORK_BELOW_ROOT: &str = "root\n  work\n    inner\n";

fn links(session: &Session, span: &SpanData) -> Vec<SpanContext> {
    let found = session.spans().into_iter().find(|other| other.context == span.context).unwrap();
    found.links.into_iter().map(|(context, _)| context).collect()
}

// R35
#[test]
fn threads_take_the_span_along() {
    let session = Session::start();
    {
        let _root = inline::span!("root");
        std::thread::spawn(Span::current().carry(work)).join().unwrap();
    }
    assert_eq!(session.tree(), WORK_BELOW_ROOT);
    drop(session);

    let session = Session::start();
    {
        let _root = inline::span!("root");
        std::thread::scope(|scope| {
            scope.spawn(Span::current().carry(work));
        });
    }
    assert_eq!(session.tree(), WORK_BELOW_ROOT);
}

// R35
#[test]
fn without_help_a_span_elsewhere_is_a_root() {
    let runtime = Builder::new_multi_thread().worker_threads(2).build().unwrap();
    let session = Session::start();
    runtime.block_on(async {
        let _root = inline::span!("root");
        std::thread::spawn(work).join().unwrap();
        std::thread::scope(|scope| {
            scope.spawn(work);
        });
        rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(work);
    });
    runtime.block_on(async {
        let (spawned, blocking) = {
            let _root = inline::span!("root");
            (tokio::spawn(work_async()), tokio::task::spawn_blocking(work))
        };
        spawned.await.unwrap();
        blocking.await.unwrap();
    });
    let spans = session.spans();
    let root_works =
        spans.iter().filter(|span| span.name.starts_with("work") && !span.parent_span_id.is_valid());
    assert_eq!(root_works.count(), 5);
    assert!(!session.tree().contains("root\n  "), "{}", session.tree());
}

// R35
#[test]
fn rayon_takes_the_span_along() {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
    let session = Session::start();
    {
        let _root = inline::span!("root");
        let here = Span::current().context();
        pool.install(|| {
            (0..50).into_par_iter().for_each(|_| here.in_scope(work));
            rayon::join(|| here.in_scope(work), || here.in_scope(work));
        });
    }
    let spans = session.spans();
    let root = session.span("root").context.span_id();
    let works: Vec<_> = spans.iter().filter(|span| span.name == "work").collect();
    assert_eq!(works.len(), 52);
    assert!(works.iter().all(|work| work.parent_span_id == root));
    assert_eq!(session.stats().out_of_order, 0);
}

// R35
#[test]
fn channels_carry_contexts() {
    let session = Session::start();
    let (send, receive) = mpsc::channel::<(SpanContext, u64)>();
    let consumer = std::thread::spawn(move || {
        for (context, _) in receive {
            context.in_scope(work);
        }
    });
    for message in 0..3 {
        let _producer = inline::span!("producer");
        send.send((Span::current().context(), message)).unwrap();
    }
    drop(send);
    consumer.join().unwrap();
    // SDK-07: each producer's span had ended, which a parent may.
    assert_eq!(session.tree(), "producer\n  work\n    inner\n".repeat(3));
}

// R34, R35
#[test]
fn tasks_take_the_span_along_under_every_flavour() {
    for runtime in [
        Builder::new_current_thread().build().unwrap(),
        Builder::new_multi_thread().worker_threads(1).build().unwrap(),
        Builder::new_multi_thread().worker_threads(3).build().unwrap(),
    ] {
        let session = Session::start();
        runtime.block_on(async {
            let (spawned, blocking) = {
                let _root = inline::span!("root");
                let spawned = tokio::spawn(work_async().in_current_span());
                (spawned, tokio::task::spawn_blocking(Span::current().carry(work)))
            };
            spawned.await.unwrap();
            blocking.await.unwrap();
            let local = tokio::task::LocalSet::new();
            local
                .run_until(async {
                    let task = {
                        let _root = inline::span!("local root");
                        tokio::task::spawn_local(work_async().in_current_span())
                    };
                    task.await.unwrap();
                })
                .await;
        });
        let tree = session.tree();
        assert!(tree.contains("\n  work_async\n    work\n      inner\n"), "{tree}");
        assert!(tree.contains("local root\n  work_async\n    work\n      inner\n"), "{tree}");
        assert!(tree.contains("\n  work\n    inner\n"), "{tree}");
        assert_eq!(
            session.spans().iter().filter(|span| !span.parent_span_id.is_valid()).count(),
            2,
            "{tree}"
        );
    }
}

#[test]
fn streams_take_the_span_along() {
    let session = Session::start();
    let (mut carried, mut own) = {
        let _root = inline::span!("root");
        let span = Span::builder().name("own").start();
        (
            stream::iter(0..2).map(|_| work()).in_current_span(),
            StreamExt::in_span(stream::iter(0..1).map(|_| work()), span),
        )
    };
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(carried.poll_next_unpin(&mut context), Poll::Ready(Some(())));
    assert_eq!(carried.poll_next_unpin(&mut context), Poll::Ready(Some(())));
    assert_eq!(carried.poll_next_unpin(&mut context), Poll::Ready(None));
    assert_eq!(own.poll_next_unpin(&mut context), Poll::Ready(Some(())));
    drop(own);
    assert_eq!(
        session.tree(),
        "root\n\
         \x20 own cancelled=true\n\
         \x20   work\n\
         \x20     inner\n\
         \x20 work\n    inner\n\
         \x20 work\n    inner\n"
    );
}

// A link instead of a child: a trace of its own.
#[test]
fn task_may_be_linked_to_the_current_span() {
    let runtime = Builder::new_current_thread().build().unwrap();
    let session = Session::start();
    runtime.block_on(async {
        let task = {
            let _root = inline::span!("root");
            let span = Span::builder().name("task").root().link(Span::current()).start();
            tokio::spawn(work_async().in_span(span))
        };
        task.await.unwrap();
    });
    let (root, task) = (session.span("root"), session.span("task"));
    assert_ne!(root.context.trace_id(), task.context.trace_id());
    assert_eq!(links(&session, &task), [root.context]);
    assert_eq!(session.tree(), "root\ntask\n  work_async\n    work\n      inner\n");
}

#[test]
fn what_is_carried_from_no_span_is_in_none() {
    let session = Session::start();
    let carried = Span::current().carry(work);
    let future = async { work() }.in_current_span();
    {
        let _other = inline::span!("other");
        carried();
        super::futures::ready(Box::pin(future).as_mut());
        assert!(!SpanContext::INVALID.in_scope(|| Span::current().context().is_valid()));
    }
    assert_eq!(session.tree(), "other\nwork\n  inner\nwork\n  inner\n");
}

#[test]
fn carried_work_records_nothing_on_the_span() {
    let session = Session::start();
    {
        let _root = inline::span!("root");
        Span::current().carry(|| {
            assert!(!Span::current().is_recording());
            record!("shop.lost" = 1);
        })();
        record!("shop.kept" = 1);
    }
    assert_eq!(session.tree(), "root shop.kept=1\n");
}

// SAM-02: an unsampled span stays so wherever it is carried.
#[test]
fn unsampled_spans_are_carried_too() {
    let session = Session::start();
    let trace = "4bf92f3577b34da6a3ce929d0e0e4736".parse().unwrap();
    let remote =
        SpanContext::new(trace, "00f067aa0ba902b7".parse().unwrap(), TraceFlags::NONE, true, <_>::default());
    {
        let _root = inline::span!("root", parent = remote);
        let work = Span::current().carry(|| {
            work();
            Span::current().context()
        });
        let context = std::thread::spawn(work).join().unwrap();
        assert!(context.trace_id() == trace && !context.is_sampled());
    }
    assert_eq!(session.stats().created, 0);
}

// A context from another process is entered in the same way.
#[test]
fn remote_context_is_a_remote_parent() {
    let session = Session::start();
    let (trace, span) = ("4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7");
    let flags = TraceFlags::SAMPLED;
    SpanContext::new(trace.parse().unwrap(), span.parse().unwrap(), flags, true, <_>::default())
        .in_scope(work);
    let (work, inner) = (session.span("work"), session.span("inner"));
    assert_eq!(
        (work.context.trace_id().to_string(), work.parent_span_id.to_string()),
        (trace.into(), span.into())
    );
    assert!(work.parent_is_remote && !inner.parent_is_remote);
}

#[test]
fn nothing_is_carried_when_nothing_is_installed() {
    let session = Session::start();
    session.telemetry().shutdown().unwrap();
    assert_eq!(Span::current().carry(|| 7)(), 7);
    assert_eq!(super::futures::ready(Box::pin(async { 7 }.in_current_span()).as_mut()), 7);
}

/// Leaves spans of its own and finds its span current when it is dropped.
struct RecordsInDrop(Rc<Cell<u32>>);

impl Drop for RecordsInDrop {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
        work();
    }
}

// R34: cancelled
#[test]
fn future_is_dropped_in_the_span_that_it_carries() {
    let session = Session::start();
    let dropped = Rc::new(Cell::new(0));
    let mut future = {
        let _root = inline::span!("root");
        let held = RecordsInDrop(Rc::clone(&dropped));
        Box::pin(
            async move {
                let _held = held;
                std::future::pending::<()>().await;
            }
            .in_current_span(),
        )
    };
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    {
        let _other = inline::span!("other");
        drop(future);
    }
    assert_eq!(dropped.get(), 1);
    assert_eq!(session.tree(), "root\n  work\n    inner\nother\n");
}

// R34: guards dropped in any order, also that of the carried span itself, inside of what carries it.
#[test]
fn guards_dropped_out_of_order_are_repaired_and_counted() {
    let session = Session::start();
    let first = inline::span!("first");
    let second = inline::span!("second");
    drop(first);
    work();
    drop(second);
    assert_eq!(session.tree(), "first\n  second\n    work\n      inner\n");
    assert_eq!(session.stats().out_of_order, 1);
    drop(session);

    let session = Session::start();
    let root = inline::span!("root");
    Span::current().context().in_scope(|| {
        work();
        drop(root);
        work();
    });
    assert!(!Span::current().context().is_valid());
    drop(inline::span!("later"));
    assert_eq!(session.tree(), "root\n  work\n    inner\n  work\n    inner\nlater\n");
    let stats = session.stats();
    assert_eq!((stats.live, stats.pending, stats.created, stats.out_of_order), (0, 0, 6, 1));
    drop(session);

    // A guard that is left behind in the scope.
    let session = Session::start();
    let left = {
        let _root = inline::span!("root");
        Span::current().context().in_scope(|| {
            let left = inline::span!("left");
            drop(Span::current().carry(work));
            left
        })
    };
    drop(left);
    assert!(!Span::current().context().is_valid());
    assert_eq!(session.tree(), "root\n  left\n");
    assert_eq!((session.stats().live, session.stats().pending), (0, 0));
}

#[test]
fn what_carries_is_send_and_no_larger_than_a_span_more() {
    fn is_send_and_sync<T: Send + Sync>(_: &T) {}
    let plain = async { 7_u64 };
    let (plain_bytes, span_bytes) = (size_of_val(&plain), size_of::<Span>());
    let carried = plain.in_current_span();
    is_send_and_sync(&carried);
    is_send_and_sync(&Span::current().carry(work));
    assert!(size_of_val(&carried) <= plain_bytes + span_bytes + 8, "{}", size_of_val(&carried));
}
