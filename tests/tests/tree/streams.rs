//! Functions that return a stream: one span from the call to exhaustion or drop.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use futures_util::stream::{self, BoxStream, FusedStream, Stream, StreamExt};
use otlp_runtime::{Span, inline, record, traced};
use otlp_tests::Session;

use super::futures::{ready, yield_once};

fn next<S: Stream + ?Sized>(stream: Pin<&mut S>) -> Poll<Option<S::Item>> {
    stream.poll_next(&mut Context::from_waker(Waker::noop()))
}

/// Numbers below `count`; waits once before each.
fn numbers(count: u8) -> impl Stream<Item = u8> + Send {
    stream::unfold(0, move |number| async move {
        drop(inline::span!("row"));
        yield_once().await;
        (number < count).then_some((number, number + 1))
    })
}

#[traced("acme.count" = count)]
fn opaque(count: u8) -> impl Stream<Item = u8> + Send {
    record!("acme.opened" = true);
    numbers(count)
}

#[traced("acme.count" = count)]
fn boxed(count: u8) -> Pin<Box<dyn Stream<Item = u8> + Send>> {
    record!("acme.opened" = true);
    Box::pin(numbers(count))
}

#[test]
fn stream_is_one_span_until_it_is_exhausted() {
    let session = Session::start();
    let mut stream = pin!(opaque(1));
    assert!(next(stream.as_mut()).is_pending());
    assert!(!Span::current().context().is_valid());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    assert_eq!(session.stats().live, 1);
    assert!(next(stream.as_mut()).is_pending());
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    assert_eq!(session.stats().live, 0);
    assert_eq!(session.tree(), "opaque acme.count=1 acme.opened=true\n  row\n  row\n");
}

#[test]
fn boxed_stream_dropped_half_way_is_cancelled() {
    let session = Session::start();
    let mut stream = boxed(2);
    assert!(next(stream.as_mut()).is_pending());
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(0)));
    drop(stream);
    drop(boxed(0));
    assert_eq!(
        session.tree(),
        "boxed acme.count=2 acme.opened=true cancelled=true\n\
         \x20 row\n\
         boxed acme.count=0 acme.opened=true cancelled=true\n"
    );
}

#[test]
fn what_a_dropped_stream_does_last_is_inside_its_span() {
    struct Cleanup;
    impl Drop for Cleanup {
        fn drop(&mut self) {
            let _span = inline::span!("cleanup");
        }
    }
    #[traced]
    fn holder() -> BoxStream<'static, u8> {
        let cleanup = Cleanup;
        stream::pending().inspect(move |_: &u8| _ = &cleanup).boxed()
    }
    let session = Session::start();
    drop(holder());
    assert_eq!(session.tree(), "holder cancelled=true\n  cleanup\n");
}

#[test]
fn error_among_the_items_is_that_of_the_span() {
    #[traced(err(expected = &"expected"))]
    fn rows(rows: Vec<Result<u8, &'static str>>) -> impl Stream<Item = Result<u8, &'static str>> {
        stream::iter(rows)
    }
    let session = Session::start();
    let read = |given: Vec<Result<u8, &'static str>>| ready(rows(given.clone()).collect::<Vec<_>>()) == given;
    assert!(read(vec![Ok(1), Err("expected")]));
    assert!(read(vec![Ok(1), Err("broken"), Ok(2)]));
    assert_eq!(session.tree(), "rows\nrows error.type=&str ERROR \"broken\"\n");
}

#[test]
fn stream_that_panics_ends_its_span_in_that_poll() {
    #[traced]
    fn bursting() -> impl Stream<Item = u8> {
        stream::poll_fn(|_| panic!("on purpose"))
    }
    let session = Session::start();
    let mut stream = Box::pin(bursting());
    assert!(catch_unwind(AssertUnwindSafe(|| next(stream.as_mut()))).is_err());
    assert!(!Span::current().context().is_valid());
    drop(stream);
    assert_eq!(session.tree(), "bursting error.type=panic ERROR \"panicked\"\n");
}

#[test]
fn exhausted_stream_can_be_polled_on_outside_of_the_span() {
    #[traced]
    fn resumed() -> impl Stream<Item = u8> {
        let mut polls = 0;
        stream::poll_fn(move |_| {
            let _span = inline::span!("poll");
            polls += 1;
            Poll::Ready((polls != 1).then_some(polls))
        })
    }
    let session = Session::start();
    let mut stream = pin!(resumed());
    assert_eq!(next(stream.as_mut()), Poll::Ready(None));
    assert_eq!(next(stream.as_mut()), Poll::Ready(Some(2)));
    assert_eq!(session.tree(), "resumed\n  poll\npoll\n");
}

#[test]
fn builder_span_wraps_any_stream() {
    let session = Session::start();
    let stream = otlp_runtime::StreamExt::in_span(
        stream::iter([1, 2]).fuse(),
        Span::builder().name("wrapped").start(),
    );
    assert_eq!(stream.size_hint(), (2, Some(2)));
    let mut stream = pin!(stream);
    assert!(!stream.is_terminated());
    while next(stream.as_mut()) != Poll::Ready(None) {}
    assert!(stream.is_terminated());
    assert_eq!(session.tree(), "wrapped\n");
}

#[test]
fn stream_is_at_most_128_bytes_larger_and_stays_send() {
    fn both<T: Send + Sync>(value: &T) -> usize {
        size_of_val(value)
    }
    fn plain(items: [u8; 1024]) -> impl Stream<Item = Result<u8, String>> {
        stream::iter(items.into_iter().map(Ok))
    }
    #[traced(err, "acme.key" = 1 + 1)]
    fn traced_one(items: [u8; 1024]) -> impl Stream<Item = Result<u8, String>> {
        stream::iter(items.into_iter().map(Ok))
    }
    let _session = Session::start();
    let (plain, traced) = (both(&plain([0; 1024])), both(&traced_one([0; 1024])));
    assert!(traced <= plain + 128, "{plain} {traced}");
}
