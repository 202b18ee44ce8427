//! What the layers cost a program without telemetry: no allocation, no header.
//!
//! In: calls through each layer, before anything is installed. Out: exact counts.
//! Never here: telemetry; time.

#![expect(clippy::unwrap_used, reason = "a panic of a test is a finding")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, Uri};
use http_body::Body;
use http_body_util::Full;
use otlp_runtime::Destinations;
use otlp_runtime::middleware::{GrpcClientLayer, GrpcServerLayer, HttpClientLayer, HttpServerLayer};
use tower::{Layer, Service};

struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: every call goes to `System` as it came.
#[expect(unsafe_code, reason = "an allocator is unsafe to write")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ALLOCATIONS.try_with(|allocations| allocations.set(allocations.get() + 1));
        // SAFETY: the caller's promise is passed on.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is passed on.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Answers at once, with the headers that it got.
#[derive(Clone)]
struct Echo;

impl Service<Request<()>> for Echo {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<()>) -> Self::Future {
        let mut response = Response::new(Full::new(Bytes::from_static(b"answer")));
        *response.headers_mut() = request.into_parts().0.headers;
        ready(Ok(response))
    }
}

/// The allocations of one call, and the headers that the service got.
fn cost<L, B>(layer: &L) -> (u64, HeaderMap)
where
    L: Layer<Echo>,
    L::Service: Service<Request<()>, Response = Response<B>>,
    B: Body + Unpin,
{
    let mut service = layer.layer(Echo);
    let request =
        Request::get("http://ann:pass@shop.example/carts/7?sig=a").header("host", "a").body(()).unwrap();
    let mut context = Context::from_waker(Waker::noop());
    let before = ALLOCATIONS.get();
    let mut call = pin!(service.call(request));
    let Poll::Ready(Ok(mut response)) = call.as_mut().poll(&mut context) else {
        return (u64::MAX, HeaderMap::new());
    };
    while let Poll::Ready(Some(_)) = Pin::new(response.body_mut()).poll_frame(&mut context) {}
    let count = ALLOCATIONS.get() - before;
    (count, response.into_parts().0.headers)
}

#[test]
fn nothing_is_allocated_or_sent_before_telemetry_is_installed() {
    let mut sent = HeaderMap::new();
    sent.insert("host", "a".parse().unwrap());
    let uri = Uri::from_static("http://shop.example:50051");
    assert_eq!(cost(&HttpServerLayer::new()), (0, sent.clone()));
    assert_eq!(cost(&HttpClientLayer::new().destinations(Destinations::those(|_| false))), (0, sent.clone()));
    assert_eq!(cost(&GrpcServerLayer::new()), (0, sent.clone()));
    assert_eq!(cost(&GrpcClientLayer::new(uri)), (0, sent));
}
