//! What a span must leave alone in a returned future: its size, its auto traits, its box.

use std::future::ready;
use std::panic::{RefUnwindSafe, UnwindSafe};
use std::pin::Pin;

use futures_util::future::BoxFuture;
use otlp_runtime::traced;
use otlp_tests::Session;

use super::futures::yield_once;
use super::later::{finish, step};

#[test]
fn without_telemetry_a_box_is_returned_as_it_is() {
    // The inner box alone, with no span and no second box around it: its address stays.
    #[traced(future)]
    fn through(future: BoxFuture<'static, ()>) -> BoxFuture<'static, ()> {
        future
    }
    let address = |future: &BoxFuture<'static, ()>| (&raw const **future).cast::<()>().addr();
    let future: BoxFuture<'static, ()> = Box::pin(step());
    let before = address(&future);
    {
        let session = Session::start();
        session.telemetry().shutdown().unwrap();
        let future = through(future);
        assert_eq!(address(&future), before);
    }
}

#[test]
fn returned_future_is_at_most_128_bytes_larger() {
    #[expect(clippy::manual_async_fn, reason = "the shape is what is compared")]
    fn plain(argument: [u8; 1024]) -> impl Future<Output = Result<u8, String>> {
        async move {
            yield_once().await;
            Ok(argument[0])
        }
    }
    #[traced(err, ret, "acme.key" = 1 + 1)]
    fn with_everything(argument: [u8; 1024]) -> impl Future<Output = Result<u8, String>> {
        async move {
            yield_once().await;
            Ok(argument[0])
        }
    }
    let _session = Session::start();
    let (plain, traced) = (size_of_val(&plain([0; 1024])), size_of_val(&with_everything([0; 1024])));
    assert!(traced <= plain + 128, "{plain} {traced}");
}

#[test]
fn auto_traits_stay() {
    fn all<T: Send + Sync + Unpin + UnwindSafe + RefUnwindSafe>(value: T) -> T {
        value
    }
    fn both<T: Send + Sync>(value: T) -> T {
        value
    }
    #[traced(ret)]
    fn of_all() -> impl Future<Output = u8> {
        ready(1)
    }
    #[traced(err)]
    fn opaque(text: &str) -> impl Future<Output = Result<u8, std::num::ParseIntError>> {
        async { text.parse() }
    }
    #[traced(future)]
    fn boxed(text: &str) -> Pin<Box<dyn Future<Output = usize> + Send + Sync + '_>> {
        Box::pin(async { text.len() })
    }
    let _session = Session::start();
    assert_eq!(finish(all(of_all())), 1);
    assert_eq!(finish(both(opaque("7"))), Ok(7));
    assert_eq!(finish(both(boxed("7"))), 1);
}
