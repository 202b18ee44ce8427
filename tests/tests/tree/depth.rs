//! Deep chains of futures: they compile under the default `recursion_limit`, and stay small.

use std::pin::Pin;

use futures_util::future::BoxFuture;
use otlp_runtime::traced;
use otlp_tests::Session;

use super::futures::ready;

/// Each function awaits the next; the last gives 1 and stands first.
///
/// In this order rustc knows the size of what a function awaits when it comes to the function. In the other one it
/// takes 32 plain `async fn`s under the default limit, and 11 with spans.
macro_rules! chain {
    (@$shape:ident; $name:ident) => {
        chain!(@fn $shape; $name; 1);
    };
    (@$shape:ident; $name:ident $next:ident $($rest:ident)*) => {
        chain!(@$shape; $next $($rest)*);
        chain!(@fn $shape; $name; $next().await + 1);
    };
    (@fn async; $name:ident; $body:expr) => {
        #[traced(ret)]
        pub(super) async fn $name() -> u64 {
            $body
        }
    };
    (@fn opaque; $name:ident; $body:expr) => {
        #[traced(ret)]
        pub(super) fn $name() -> impl Future<Output = u64> + Send {
            async { $body }
        }
    };
    ($shape:ident) => {
        chain!(@$shape;
        f0 f1 f2 f3 f4 f5 f6 f7 f8 f9 f10 f11 f12 f13 f14 f15 f16 f17 f18 f19
        f20 f21 f22 f23 f24 f25 f26 f27 f28 f29 f30 f31 f32 f33 f34 f35 f36 f37 f38 f39
        f40 f41 f42 f43 f44 f45 f46 f47 f48 f49 f50 f51 f52 f53 f54 f55 f56 f57 f58 f59
        f60 f61 f62 f63 f64 f65 f66 f67 f68 f69 f70 f71 f72 f73 f74 f75 f76 f77 f78 f79
        f80 f81 f82 f83 f84 f85 f86 f87 f88 f89 f90 f91 f92 f93 f94 f95 f96 f97 f98 f99
        );
    };
}

mod asynchronous {
    use super::traced;
    chain!(async);
}

mod opaque {
    use super::traced;
    chain!(opaque);
}

#[test]
fn hundred_awaits_deep_compiles_and_is_small() {
    const fn size<T>(_: fn() -> T) -> usize {
        size_of::<T>()
    }
    let session = Session::start();
    assert!(size(asynchronous::f0).max(size(opaque::f0)) <= 100 * 128);
    assert_eq!((ready(asynchronous::f0()), ready(opaque::f0())), (100, 100));
    assert_eq!(session.spans().len(), 200);
}

// rustc proves `Send` layer by layer: of plain `async fn`s it takes about 35 under the default limit.
#[test]
fn deep_futures_are_send() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let _session = Session::start();
    assert_eq!((ready(is_send(asynchronous::f84())), ready(is_send(opaque::f75()))), (16, 25));
}

#[traced("acme.depth" = depth)]
fn boxed(depth: u32) -> BoxFuture<'static, u32> {
    Box::pin(async move { if depth == 0 { 0 } else { boxed(depth - 1).await + 1 } })
}

#[traced(ret)]
async fn recursive(depth: u32) -> u32 {
    if depth == 0 {
        return 0;
    }
    let next: Pin<Box<dyn Future<Output = u32>>> = Box::pin(recursive(depth - 1));
    next.await + 1
}

#[traced(ret)]
async fn direct(depth: u32) -> u32 {
    if depth == 0 { 0 } else { Box::pin(direct(depth - 1)).await + 1 }
}

#[traced]
async fn ping(depth: u32) -> u32 {
    if depth == 0 { 0 } else { pong(depth - 1).await + 1 }
}

#[traced]
fn pong(depth: u32) -> BoxFuture<'static, u32> {
    Box::pin(async move { if depth == 0 { 0 } else { Box::pin(ping(depth - 1)).await + 1 } })
}

#[test]
fn recursion_through_boxes_is_one_span_a_level() {
    let session = Session::start();
    assert_eq!(ready(boxed(2)), 2);
    assert_eq!(ready(recursive(1)), 1);
    assert_eq!(ready(direct(1)), 1);
    assert_eq!(ready(ping(3)), 3);
    assert_eq!(
        session.tree(),
        "boxed acme.depth=2\n\
         \x20 boxed acme.depth=1\n\
         \x20   boxed acme.depth=0\n\
         recursive return=1\n\
         \x20 recursive return=0\n\
         direct return=1\n\
         \x20 direct return=0\n\
         ping\n\
         \x20 pong\n\
         \x20   ping\n\
         \x20     pong\n"
    );
}
