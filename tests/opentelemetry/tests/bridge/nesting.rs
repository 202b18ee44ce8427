//! Spans of both sides in each other, in any order, on one thread and on several, in polls.

use opentelemetry::Context;
use opentelemetry::trace::{FutureExt as _, TraceContextExt as _, Tracer as _, mark_span_as_active};
use otlp_runtime::opentelemetry::current_context;
use otlp_runtime::{Sampler, Span, inline, traced};

use super::{ready, session, session_with, tracer};

#[traced]
fn ours(inside: impl FnOnce()) {
    inside();
}

fn theirs(name: &'static str, inside: impl FnOnce()) {
    tracer().in_span(name, |_| inside());
}

#[test]
fn each_is_the_child_of_what_was_entered_last() {
    let session = session();
    ours(|| {
        theirs("a", || {
            ours(|| {
                theirs("b", || theirs("c", || ours(|| ())));
                ours(|| ());
            });
            theirs("d", || ());
        });
        ours(|| ());
        theirs("e", || ());
    });
    let tree = "\
ours
  a
    ours
      b
        c
          ours
      ours
    d
  ours
  e
";
    assert_eq!(session.tree(), tree);
}

#[test]
fn a_library_may_be_outermost() {
    let session = session();
    theirs("server", || {
        ours(|| theirs("client", || ()));
        ours(|| ());
    });
    ours(|| ());
    assert_eq!(session.tree(), "server\n  ours\n    client\n  ours\nours\n");
}

#[test]
fn started_is_not_entered() {
    let session = session();
    let tracer = tracer();
    ours(|| {
        let started = tracer.start("started");
        drop((tracer.start("sibling"), inline::span!("sibling of ours")));
        let active = mark_span_as_active(started);
        drop(inline::span!("child"));
        drop(active);
        drop(inline::span!("later sibling"));
    });
    let tree = "ours\n  started\n    child\n  sibling\n  sibling of ours\n  later sibling\n";
    assert_eq!(session.tree(), tree);
}

#[traced]
async fn ours_async(inside: impl Future<Output = ()>) {
    tokio::task::yield_now().await;
    inside.await;
    tokio::task::yield_now().await;
    drop(inline::span!("after"));
}

async fn in_theirs(name: &'static str, inside: impl Future<Output = ()>) {
    let context = Context::current_with_span(tracer().start(name));
    async {
        tokio::task::yield_now().await;
        inside.await;
        tokio::task::yield_now().await;
        drop(inline::span!("end"));
    }
    .with_context(context)
    .await;
}

#[test]
fn each_poll_enters_anew() {
    let session = session();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        tokio::join!(
            ours_async(in_theirs("a", ours_async(in_theirs("b", async {})))),
            in_theirs("c", ours_async(in_theirs("d", async {}))),
        );
    });
    let tree = "\
ours_async
  a
    ours_async
      b
        end
      after
    end
  after
c
  ours_async
    d
      end
    after
  end
";
    assert_eq!(session.tree(), tree);
}

#[test]
fn tasks_that_move_between_threads_keep_their_parents() {
    let session = session();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(3).build().unwrap();
    runtime.block_on(async {
        let tasks: Vec<_> =
            (0..50).map(|_| tokio::spawn(ours_async(in_theirs("a", ours_async(async {}))))).collect();
        for task in tasks {
            task.await.unwrap();
        }
    });
    drop(runtime);
    let one = "ours_async\n  a\n    ours_async\n      after\n    end\n  after\n";
    assert_eq!(session.tree(), one.repeat(50));
}

#[test]
fn a_context_taken_with_our_span_brings_it_to_another_thread() {
    let session = session();
    ours(|| {
        let (with, without) = (current_context(), Context::current());
        let elsewhere = move || {
            let attached = with.attach();
            ours(|| ());
            theirs("a", || ());
            drop(attached);
            let _attached = without.attach();
            theirs("lost", || ());
        };
        std::thread::spawn(elsewhere).join().unwrap();
    });
    assert_eq!(session.tree(), "ours\n  ours\n  a\nlost\n");
}

#[test]
fn current_context_has_the_later_span_and_what_else_the_context_has() {
    let session = session();
    let _attached = Context::current_with_value(7_u8).attach();
    assert!(!current_context().has_active_span());
    ours(|| {
        let id = |context: &Context| context.span().span_context().span_id().to_bytes();
        let context = current_context();
        assert_eq!(id(&context), Span::current().context().span_id().to_bytes());
        assert!(context.get::<u8>() == Some(&7) && !context.span().span_context().is_remote());
        theirs("a", || assert_eq!(id(&current_context()), id(&Context::current())));
    });
    assert_eq!(session.tree(), "ours\n  a\n");
}

#[test]
fn our_own_context_attached_in_our_span_changes_nothing() {
    let session = session();
    ours(|| {
        let _attached = current_context().attach();
        ours(|| theirs("a", || ()));
        theirs("b", || ());
    });
    assert_eq!(session.tree(), "ours\n  ours\n    a\n  b\n");
}

#[test]
fn in_scope_and_detached_spans_take_part() {
    let session = session();
    let mut span = Span::builder().name("span").start();
    theirs("a", || {
        let mut inner = Span::builder().name("inner").start();
        span.in_scope(|| theirs("below span", || ()));
        inner.in_scope(|| theirs("below inner", || ()));
        ready(otlp_runtime::FutureExt::in_span(
            async { theirs("below wrapped", || ()) },
            Span::builder().name("wrapped").start(),
        ));
    });
    drop(span);
    let tree = "span\n  below span\na\n  inner\n    below inner\n  wrapped\n    below wrapped\n";
    assert_eq!(session.tree(), tree);
}

// SAM-02
#[test]
fn unsampled_spans_of_either_side_stay_so_below() {
    let session = session_with(|builder| builder.sampler(Sampler::parent_based(Sampler::always_off())));
    let trace = || Span::current().context().trace_id();
    ours(|| {
        let root = trace();
        theirs("a", || {
            assert_eq!(trace(), root);
            ours(|| theirs("b", || assert_eq!(trace(), root)));
        });
    });
    theirs("a", || {
        let root = trace();
        assert!(root.is_valid());
        ours(|| assert_eq!(trace(), root));
    });
    assert_eq!((session.spans().len(), session.stats().created), (0, 0));
}
