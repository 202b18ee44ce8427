//! Functions that return a future: statements at once, the rest when polled, one span over both.

use std::future::{pending, poll_fn, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::future::{BoxFuture, LocalBoxFuture};
use otlp_runtime::{Span, SpanContext, inline, record, span, traced};
use otlp_tests::Session;
use tokio::time;

use super::futures::{poll_once, yield_once};

/// Polls until the future is ready; each `Pending` of these tests is followed by progress.
pub(crate) fn finish<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return output;
        }
    }
}

#[traced]
pub(crate) async fn step() {
    yield_once().await;
}

struct Shop {
    opened: AtomicU32,
    name: String,
}

impl Shop {
    fn new() -> Self {
        Self { opened: AtomicU32::new(0), name: "corner".to_owned() }
    }

    fn open(&self) {
        let _span = inline::span!("open");
        self.opened.fetch_add(1, Ordering::Relaxed);
    }

    #[traced("acme.id" = id, ret)]
    fn opaque(&self, id: u64) -> impl Future<Output = u64> + Send + '_ {
        self.open();
        async move {
            step().await;
            record!("acme.name" = self.name);
            id
        }
    }

    #[traced("acme.id" = id, ret)]
    fn boxed(&self, id: u64) -> Pin<Box<dyn Future<Output = u64> + Send + '_>> {
        self.open();
        Box::pin(async move {
            step().await;
            record!("acme.name" = self.name);
            id
        })
    }

    #[traced]
    fn of_helper(&self) -> BoxFuture<'static, ()> {
        self.open();
        Box::pin(step())
    }

    #[traced]
    fn of_binding(&self) -> LocalBoxFuture<'_, ()> {
        let future = async {
            self.open();
            step().await;
        };
        Box::pin(future)
    }

    #[traced]
    fn early(&self, is_empty: bool) -> Pin<Box<dyn Future<Output = u8>>> {
        if is_empty {
            return Box::pin(ready(0));
        }
        self.open();
        Box::pin(async { 1 })
    }

    #[traced]
    fn unpinned() -> Box<dyn Future<Output = ()> + Unpin> {
        Box::new(Box::pin(step()))
    }
}

#[test]
fn statements_run_once_at_the_call_and_the_span_goes_on() {
    let session = Session::start();
    let shop = Shop::new();
    let (opaque, boxed) = (shop.opaque(7), shop.boxed(8));
    assert_eq!(shop.opened.load(Ordering::Relaxed), 2);
    // Neither call has left its span entered.
    assert!(!Span::current().context().is_valid());
    assert_eq!((finish(opaque), finish(boxed)), (7, 8));
    assert_eq!(shop.opened.load(Ordering::Relaxed), 2);
    assert_eq!(
        session.tree(),
        "opaque acme.id=7 acme.name=corner return=7\n\
         \x20 open\n\
         \x20 step\n\
         boxed acme.id=8 acme.name=corner return=8\n\
         \x20 open\n\
         \x20 step\n"
    );
}

#[test]
fn future_from_elsewhere_is_covered_too() {
    let session = Session::start();
    let shop = Shop::new();
    finish(shop.of_helper());
    finish(shop.of_binding());
    assert_eq!((finish(shop.early(true)), finish(shop.early(false))), (0, 1));
    finish(Shop::unpinned());
    assert_eq!(shop.opened.load(Ordering::Relaxed), 3);
    assert_eq!(
        session.tree(),
        "of_helper\n\
         \x20 open\n\
         \x20 step\n\
         of_binding\n\
         \x20 open\n\
         \x20 step\n\
         early\n\
         early\n\
         \x20 open\n\
         unpinned\n\
         \x20 step\n"
    );
}

/// An alias that says nothing, as in `tower::Service`.
trait Service {
    type Future: Future;
    fn call(&mut self, request: &str) -> Self::Future;
}

impl Service for Shop {
    type Future = Pin<Box<dyn Future<Output = Result<usize, String>> + Send>>;

    #[traced(future, err)]
    fn call(&mut self, request: &str) -> Self::Future {
        let request = request.to_owned();
        Box::pin(async move {
            step().await;
            if request.is_empty() { Err("empty".to_owned()) } else { Ok(request.len()) }
        })
    }
}

#[test]
fn hidden_future_is_covered_when_marked() {
    let session = Session::start();
    let mut shop = Shop::new();
    assert_eq!(finish(shop.call("ab")), Ok(2));
    assert_eq!(finish(shop.call("")), Err("empty".to_owned()));
    assert_eq!(
        session.tree(),
        "call\n\
         \x20 step\n\
         call error.type=alloc::string::String ERROR \"empty\"\n\
         \x20 step\n"
    );
}

#[test]
fn sync_covers_the_call_alone() {
    #[traced(sync)]
    fn handed_over() -> BoxFuture<'static, ()> {
        let _span = inline::span!("during");
        Box::pin(step())
    }
    let session = Session::start();
    finish(handed_over());
    assert_eq!(session.tree(), "handed_over\n  during\nstep\n");
}

#[async_trait]
trait Load {
    #[traced("acme.id" = id, err)]
    async fn by_default(&self, id: u64) -> Result<u64, String> {
        if id == 0 {
            return Err("none".to_owned());
        }
        step().await;
        Ok(id + self.offset(&mut 1).await)
    }

    async fn offset(&self, by: &mut u64) -> u64;
}

#[async_trait]
impl Load for Shop {
    #[traced(ret)]
    async fn offset(&self, by: &mut u64) -> u64 {
        *by += 1;
        step().await;
        *by
    }
}

#[test]
fn async_trait_methods_are_covered() {
    let session = Session::start();
    let shop: Box<dyn Load + Sync> = Box::new(Shop::new());
    assert_eq!(finish(shop.by_default(1)), Ok(3));
    assert_eq!(finish(shop.by_default(0)), Err("none".to_owned()));
    assert_eq!(
        session.tree(),
        "by_default acme.id=1\n\
         \x20 step\n\
         \x20 offset return=2\n\
         \x20   step\n\
         by_default acme.id=0 error.type=alloc::string::String ERROR \"none\"\n"
    );
}

trait Fetch {
    fn fetch(&self, id: u64) -> impl Future<Output = Option<u64>> + Send;

    #[traced]
    fn first(&self) -> impl Future<Output = Option<u64>> + Send
    where
        Self: Sync,
    {
        async { self.fetch(1).await }
    }
}

impl Fetch for Shop {
    #[span(kind = client, "acme.id" = id, ret(?))]
    fn fetch(&self, id: u64) -> impl Future<Output = Option<u64>> + Send {
        self.open();
        async move {
            step().await;
            Some(id)
        }
    }
}

#[test]
fn opaque_futures_of_traits_are_covered() {
    let session = Session::start();
    assert_eq!(finish(Shop::new().first()), Some(1));
    assert_eq!(
        session.tree(),
        "first\n\
         \x20 fetch acme.id=1 return=Some(1)\n\
         \x20   open\n\
         \x20   step\n"
    );
}

#[test]
fn parent_is_whoever_called_unless_told() {
    #[traced]
    fn child() -> impl Future<Output = ()> {
        async {}
    }
    #[traced(parent = context, links = [context.clone()])]
    fn adopted(context: &SpanContext) -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
    #[traced(root)]
    fn alone() -> BoxFuture<'static, ()> {
        Box::pin(async {})
    }
    let session = Session::start();
    let caller = Span::builder().name("caller").start();
    let context = caller.context();
    let guard = caller.enter();
    let (child, alone) = (child(), alone());
    drop(guard);
    // Polled outside, and still below the caller.
    finish(child);
    finish(alone);
    finish(adopted(&context));
    assert_eq!(session.tree(), "caller\n  child\n  adopted\nalone\n");
    assert_eq!(session.span("adopted").links.len(), 1);
}

#[test]
fn future_dropped_before_its_first_poll_is_cancelled() {
    let session = Session::start();
    let shop = Shop::new();
    drop(shop.opaque(1));
    drop(shop.boxed(2));
    assert_eq!(session.stats().live, 0);
    assert_eq!(
        session.tree(),
        "opaque acme.id=1 cancelled=true\n  open\nboxed acme.id=2 cancelled=true\n  open\n"
    );
}

#[test]
fn future_dropped_between_polls_is_cancelled() {
    let session = Session::start();
    let shop = Shop::new();
    let (mut opaque, mut boxed) = (Box::pin(shop.opaque(1)), shop.boxed(2));
    assert!(poll_once(opaque.as_mut()).is_pending());
    assert!(poll_once(boxed.as_mut()).is_pending());
    drop((opaque, boxed));
    assert_eq!(
        session.tree(),
        "opaque acme.id=1 cancelled=true\n\
         \x20 open\n\
         \x20 step cancelled=true\n\
         boxed acme.id=2 cancelled=true\n\
         \x20 open\n\
         \x20 step cancelled=true\n"
    );
}

#[traced]
fn forever() -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(pending())
}

#[traced]
fn forever_opaque() -> impl Future<Output = ()> + Send {
    pending()
}

#[tokio::test(start_paused = true)]
async fn select_timeout_and_abort_cancel() {
    let session = Session::start();
    tokio::select! {
        () = forever() => {}
        () = forever_opaque() => {}
        () = ready(()) => {}
    }
    assert!(time::timeout(Duration::from_secs(1), forever()).await.is_err());
    assert!(time::timeout(Duration::from_secs(1), forever_opaque()).await.is_err());
    let task = tokio::spawn(forever_opaque());
    tokio::task::yield_now().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(
        session.tree(),
        "forever cancelled=true\n\
         forever_opaque cancelled=true\n\
         forever cancelled=true\n\
         forever_opaque cancelled=true\n\
         forever_opaque cancelled=true\n"
    );
}

#[test]
fn panic_at_the_call_or_in_a_poll_is_marked() {
    #[traced]
    fn at_once() -> BoxFuture<'static, ()> {
        let _inner = inline::span!("inner");
        panic!("on purpose");
    }
    #[traced]
    fn in_poll() -> impl Future<Output = ()> {
        async {
            yield_once().await;
            panic!("on purpose");
        }
    }
    let session = Session::start();
    assert!(catch_unwind(AssertUnwindSafe(|| drop(at_once()))).is_err());
    let mut future = Box::pin(in_poll());
    assert!(poll_once(future.as_mut()).is_pending());
    assert!(catch_unwind(AssertUnwindSafe(|| poll_once(future.as_mut()))).is_err());
    drop(future);
    assert!(!Span::current().context().is_valid());
    assert_eq!(
        session.tree(),
        "at_once error.type=panic ERROR \"panicked\"\n\
         \x20 inner error.type=panic ERROR \"panicked\"\n\
         in_poll error.type=panic ERROR \"panicked\"\n"
    );
}

#[test]
fn polled_after_completion_is_the_plain_future() {
    #[traced]
    fn again() -> impl Future<Output = u8> {
        let mut polls = 0;
        poll_fn(move |_| {
            polls += 1;
            Poll::Ready(polls)
        })
    }
    let session = Session::start();
    let mut future = pin!(again());
    assert_eq!(poll_once(future.as_mut()), Poll::Ready(1));
    assert_eq!(poll_once(future.as_mut()), Poll::Ready(2));
    assert_eq!(session.tree(), "again\n");
}
