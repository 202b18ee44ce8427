//! Futures: polled, dropped, moved, panicking.

use std::future::{pending, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};
use std::thread;

use otlp_runtime::{FutureExt, Span, inline, record, span, traced};
use otlp_tests::Session;

/// Polls a future that is ready at once, without an executor.
pub(crate) fn ready<T>(future: impl Future<Output = T>) -> T {
    match poll_once(pin!(future)) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("not ready"),
    }
}

pub(crate) fn poll_once<F: Future + ?Sized>(future: Pin<&mut F>) -> Poll<F::Output> {
    future.poll(&mut Context::from_waker(Waker::noop()))
}

/// Is pending once.
pub(crate) async fn yield_once() {
    let mut yielded = false;
    poll_fn(|_| if std::mem::replace(&mut yielded, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

#[traced("acme.id" = id)]
async fn load(id: u64) -> u64 {
    step().await;
    yield_once().await;
    record!("acme.done" = true);
    step().await;
    id
}

#[traced]
async fn step() {
    std::future::ready(()).await;
}

#[test]
fn async_function_is_one_span_over_all_its_polls() {
    let session = Session::start();
    let mut future = pin!(load(7));
    assert!(poll_once(future.as_mut()).is_pending());
    // Between polls the span is not current.
    assert!(!Span::current().context().is_valid());
    drop(inline::span!("between"));
    assert_eq!(poll_once(future.as_mut()), Poll::Ready(7));
    assert_eq!(session.tree(), "load acme.id=7 acme.done=true\n  step\n  step\nbetween\n");
}

#[test]
fn future_dropped_between_polls_ends_its_span_as_cancelled() {
    let session = Session::start();
    {
        let mut future = Box::pin(load(7));
        assert!(poll_once(future.as_mut()).is_pending());
        assert_eq!(session.stats().live, 1);
    }
    assert_eq!(session.tree(), "load acme.id=7 cancelled=true\n  step\n");
    assert_eq!(session.stats().live, 0);
}

#[test]
fn future_dropped_before_its_first_poll_makes_no_span() {
    let session = Session::start();
    drop(load(7));
    assert_eq!(session.tree(), "");
    assert_eq!(session.stats().created, 0);
}

#[test]
fn what_a_dropped_future_does_last_is_inside_its_span() {
    struct Cleanup;
    impl Drop for Cleanup {
        fn drop(&mut self) {
            let _span = inline::span!("cleanup");
        }
    }
    #[traced]
    async fn holder() {
        let _cleanup = Cleanup;
        pending::<()>().await;
    }
    let session = Session::start();
    {
        let mut future = Box::pin(holder());
        assert!(poll_once(future.as_mut()).is_pending());
    }
    assert_eq!(session.tree(), "holder cancelled=true\n  cleanup\n");
}

#[test]
fn future_moved_between_threads_keeps_its_place() {
    let session = Session::start();
    let mut future: Pin<Box<dyn Future<Output = u64> + Send>> = Box::pin(load(9));
    let output = thread::spawn(move || {
        assert!(poll_once(future.as_mut()).is_pending());
        thread::spawn(move || poll_once(future.as_mut())).join().unwrap()
    });
    assert_eq!(output.join().unwrap(), Poll::Ready(9));
    assert_eq!(session.tree(), "load acme.id=9 acme.done=true\n  step\n  step\n");
}

#[traced]
async fn bursting() {
    yield_once().await;
    let _inner = inline::span!("inner");
    panic!("on purpose");
}

#[test]
fn future_that_panics_ends_its_span_in_that_poll() {
    let session = Session::start();
    let mut future = Box::pin(bursting());
    assert!(poll_once(future.as_mut()).is_pending());
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| poll_once(future.as_mut())));
    assert!(caught.is_err());
    assert_eq!(session.stats().live, 0);
    assert!(!Span::current().context().is_valid());
    drop(future);
    assert_eq!(
        session.tree(),
        "bursting error.type=panic ERROR \"panicked\"\n  inner error.type=panic ERROR \"panicked\"\n"
    );
}

#[test]
fn siblings_polled_in_turn_do_not_become_each_others_children() {
    #[traced]
    async fn parent() {
        let (mut left, mut right) = (pin!(named("left")), pin!(named("right")));
        assert!(poll_once(left.as_mut()).is_pending());
        assert!(poll_once(right.as_mut()).is_pending());
        assert!(poll_once(left.as_mut()).is_ready());
        assert!(poll_once(right.as_mut()).is_ready());
    }
    #[traced("acme.side" = side)]
    async fn named(side: &str) {
        yield_once().await;
        step().await;
    }
    let session = Session::start();
    ready(parent());
    assert_eq!(
        session.tree(),
        "parent\n\
         \x20 named acme.side=left\n\
         \x20   step\n\
         \x20 named acme.side=right\n\
         \x20   step\n"
    );
}

#[test]
fn builder_span_wraps_any_future() {
    let session = Session::start();
    let span = Span::builder().name("wrapped").start();
    assert_eq!(ready(FutureExt::in_span(async { step().await }, span)), ());
    assert_eq!(session.tree(), "wrapped\n  step\n");
}

#[test]
fn guard_left_behind_by_a_future_travels_with_it() {
    // A guard held across `await` is a mistake the compiler refuses for `Send` futures only.
    #[traced]
    async fn careless() {
        let guard = inline::span!("held");
        yield_once().await;
        record!("acme.in" = "held");
        drop(guard);
        record!("acme.in" = "careless");
    }
    let session = Session::start();
    let mut future = Box::pin(careless());
    assert!(poll_once(future.as_mut()).is_pending());
    assert!(!Span::current().context().is_valid());
    assert!(poll_once(future.as_mut()).is_ready());
    assert_eq!(session.tree(), "careless acme.in=careless\n  held acme.in=held\n");
}

#[span(kind = client, err)]
async fn borrows(text: &str, length: &mut usize) -> Result<(), std::num::ParseIntError> {
    yield_once().await;
    *length = text.len();
    text.parse::<u8>()?;
    Ok(())
}

#[test]
fn async_function_that_borrows_stays_send() {
    fn is_send<T: Send>(future: T) -> T {
        future
    }
    let session = Session::start();
    let mut length = 0;
    let mut future = Box::pin(is_send(borrows("abc", &mut length)));
    assert!(poll_once(future.as_mut()).is_pending());
    assert!(matches!(poll_once(future.as_mut()), Poll::Ready(Err(_))));
    drop(future);
    assert_eq!(length, 3);
    assert_eq!(
        session.tree(),
        "borrows error.type=core::num::error::ParseIntError ERROR \"invalid digit found in string\"\n"
    );
}

#[test]
fn traced_future_is_at_most_128_bytes_larger() {
    async fn plain(argument: [u8; 1024]) -> u8 {
        yield_once().await;
        argument[0]
    }
    #[traced]
    async fn traced_one(argument: [u8; 1024]) -> u8 {
        yield_once().await;
        argument[0]
    }
    #[traced(err, ret, "acme.key" = 1 + 1)]
    async fn with_everything(argument: [u8; 1024]) -> Result<u8, std::fmt::Error> {
        yield_once().await;
        Ok(argument[0])
    }
    #[span(
        http.client, root, links = [Span::current().context()], name = "{http.request.method} it",
        err(expected = _), ret(?), late(http.response.status_code), without(server.port, "no port"),
        http.request.method = %method, server.address = "a".to_owned(), url.full = format!("{argument:?}")
    )]
    async fn with_a_convention(argument: [u8; 1024], method: &str) -> Result<u8, String> {
        yield_once().await;
        Ok(argument[0] + u8::try_from(method.len()).map_err(|error| error.to_string())?)
    }
    async fn plain_of_two(argument: [u8; 1024], method: &str) -> Result<u8, String> {
        yield_once().await;
        Ok(argument[0] + u8::try_from(method.len()).map_err(|error| error.to_string())?)
    }
    let argument = [0; 1024];
    let plain = size_of_val(&plain(argument));
    let sizes = [size_of_val(&traced_one(argument)), size_of_val(&with_everything(argument))];
    let (plain_of_two, traced) =
        (size_of_val(&plain_of_two(argument, "")), size_of_val(&with_a_convention(argument, "")));
    assert!(traced <= plain_of_two + 128, "{plain_of_two} {traced}");
    assert!(sizes.iter().all(|size| *size <= plain + 128), "{plain} {sizes:?}");
}

// SDK-05
#[test]
fn cancellation_replaces_an_attribute_of_that_name() {
    let session = Session::start();
    let mut span = Span::builder().name("dropped").start();
    span.record("cancelled", false);
    drop(FutureExt::in_span(pending::<()>(), span));
    assert_eq!(session.tree(), "dropped cancelled=true\n");
}

#[test]
fn attributes_are_evaluated_in_the_first_poll_and_outside_of_the_span() {
    #[traced("acme.depth" = depth)]
    async fn inner(depth: u64) -> u64 {
        yield_once().await;
        depth + 1
    }
    // Evaluating runs another future with a span of its own, once to its end and once in between.
    #[traced("acme.id" = ready(finished(7)), "acme.next" = inner(id).await)]
    async fn outer(id: u64) -> u64 {
        step().await;
        id
    }
    #[traced("acme.id" = id)]
    async fn finished(id: u64) -> u64 {
        std::future::ready(id).await
    }
    let session = Session::start();
    let mut future = pin!(outer(1));
    assert_eq!(session.stats().created, 0);
    assert!(poll_once(future.as_mut()).is_pending());
    assert_eq!(poll_once(future.as_mut()), Poll::Ready(1));
    assert_eq!(
        session.tree(),
        "outer acme.id=7 acme.next=2\n\
         \x20 step\n\
         finished acme.id=7\n\
         inner acme.depth=1\n"
    );
}
