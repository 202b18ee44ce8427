//! Services, and bodies, that break rules or insist on them.

use std::convert::Infallible;
use std::error::Error;
use std::future::{Ready, ready};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use futures_executor::block_on;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::{Body, Frame, SizeHint};
use http_body_util::{BodyExt as _, Full};
use otlp_runtime::middleware::{HttpClientLayer, HttpServerLayer};
use otlp_runtime::{SpanData, StatusCode as SpanStatus};
use otlp_tests::Session;
use tower::{Layer as _, Service, ServiceExt as _, service_fn};

fn request() -> Request<()> {
    Request::get("http://shop.example/").body(()).unwrap()
}

fn only(session: &Session) -> SpanData {
    let mut spans = session.spans();
    assert_eq!((spans.len(), session.stats().live), (1, 0), "{spans:?}");
    spans.remove(0)
}

fn error_type(span: &SpanData) -> &str {
    assert_eq!(span.status, SpanStatus::Error);
    span.attribute("error.type").unwrap().as_str().unwrap()
}

/// Where a service panics.
#[derive(Clone, Copy, PartialEq)]
enum Stage {
    Ready,
    Call,
    Body,
}

#[derive(Clone)]
struct Panics(Stage);

struct BadBody(Stage);

impl Body for BadBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        assert!(self.0 != Stage::Body, "on purpose");
        Poll::Ready(None)
    }
}

impl Service<Request<()>> for Panics {
    type Response = Response<BadBody>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        assert!(self.0 != Stage::Ready, "on purpose");
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        assert!(self.0 != Stage::Call, "on purpose");
        ready(Ok(Response::new(BadBody(self.0))))
    }
}

#[test]
fn a_panic_goes_on_and_is_marked_wherever_there_is_a_span() {
    for stage in [Stage::Ready, Stage::Call, Stage::Body] {
        let session = Session::start();
        let unwound = catch_unwind(AssertUnwindSafe(|| {
            let response = block_on(HttpServerLayer::new().layer(Panics(stage)).oneshot(request())).unwrap();
            block_on(response.collect()).map(drop)
        }));
        assert!(unwound.is_err());
        if stage == Stage::Ready {
            assert_eq!(session.stats().created, 0, "nothing was called");
        } else {
            assert_eq!(error_type(&only(&session)), "panic");
            assert_eq!(only(&session).attribute("cancelled"), None);
        }
        assert!(!otlp_runtime::Span::current().context().is_valid(), "and nothing stays entered");
    }
}

/// Insists on being asked before each call, and says which of its clones was.
#[derive(Default)]
struct Strict {
    is_ready: bool,
    asked: u32,
}

impl Clone for Strict {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Service<Request<()>> for Strict {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.asked += 1;
        self.is_ready = self.asked.is_multiple_of(2);
        if self.is_ready {
            return Poll::Ready(Ok(()));
        }
        context.waker().wake_by_ref();
        Poll::Pending
    }

    fn call(&mut self, _: Request<()>) -> Self::Future {
        assert!(std::mem::take(&mut self.is_ready), "called before it was ready");
        ready(Ok(Response::new(Full::default())))
    }
}

#[test]
fn the_service_that_was_ready_is_the_one_that_is_called() {
    let session = Session::start();
    let mut server = HttpServerLayer::new().layer(HttpClientLayer::new().layer(Strict::default()));
    for _ in 0..3 {
        let mut clone = server.clone();
        block_on(block_on(server.ready()).unwrap().call(request())).unwrap();
        block_on(block_on(clone.ready()).unwrap().call(request())).unwrap();
    }
    assert_eq!(session.spans().len(), 12);
}

// PRI-08: `error.type` says no more than that.
#[test]
fn errors_in_boxes_are_of_the_class_that_is_known() {
    let errors: [(Box<dyn Error + Send + Sync>, &str); 3] = [
        ("secret".into(), "_OTHER"),
        (std::io::Error::from(std::io::ErrorKind::TimedOut).into(), "timeout"),
        (std::io::Error::other("secret").into(), "std::io::error::Error"),
    ];
    for (error, expected) in errors {
        let session = Session::start();
        let mut error = Some(error);
        let mut client = HttpClientLayer::new()
            .layer(service_fn(|_| ready(Err::<Response<Full<Bytes>>, _>(error.take().unwrap()))));
        block_on(client.call(request())).unwrap_err();
        assert_eq!(error_type(&only(&session)), expected);
    }
}

#[test]
fn a_body_that_the_status_forbids_is_dropped_and_no_cancellation() {
    for (status, is_cancelled) in [
        (StatusCode::NO_CONTENT, false),
        (StatusCode::NOT_MODIFIED, false),
        (StatusCode::RESET_CONTENT, true),
    ] {
        let session = Session::start();
        let service = service_fn(move |_| {
            let mut response = Response::new(Full::new(Bytes::from_static(b"body")));
            *response.status_mut() = status;
            ready(Ok::<_, Infallible>(response))
        });
        drop(block_on(HttpServerLayer::new().layer(service).oneshot(request())).unwrap());
        assert_eq!(only(&session).attribute("cancelled").is_some(), is_cancelled, "{status}");
    }
}

#[test]
fn a_call_that_nobody_polls_is_cancelled() {
    let session = Session::start();
    let service = service_fn(|_| ready(Ok::<_, Infallible>(Response::new(Full::new(Bytes::new())))));
    drop(HttpServerLayer::new().layer(service).call(request()));
    assert_eq!(only(&session).attribute("cancelled"), Some(&true.into()));
}

/// Says that it has seven bytes, then has three, then trailers, then three again.
struct Liar(u32);

impl Body for Liar {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0 += 1;
        Poll::Ready(match self.0 {
            1 | 4 => Some(Ok(Frame::data(Bytes::from_static(b"abc")))),
            2 => Some(Ok(Frame::trailers(HeaderMap::new()))),
            _ => None,
        })
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(7)
    }
}

#[test]
fn a_body_goes_through_as_it_is_and_its_span_ends_once() {
    let session = Session::start();
    let service = service_fn(|_| ready(Ok::<_, Infallible>(Response::new(Liar(0)))));
    let response = block_on(HttpServerLayer::new().layer(service).oneshot(request())).unwrap();
    let mut body = pin!(response.into_body());
    assert_eq!((body.size_hint().exact(), body.is_end_stream()), (Some(7), false));
    let mut context = Context::from_waker(Waker::noop());
    let mut next = || match body.as_mut().poll_frame(&mut context) {
        Poll::Ready(Some(Ok(frame))) if frame.is_data() => "data",
        Poll::Ready(Some(Ok(_))) => "trailers",
        Poll::Ready(None) => "end",
        _ => "none of these",
    };
    assert_eq!([next(), next()], ["data", "trailers"]);
    assert_eq!(session.stats().live, 0);
    assert_eq!([next(), next(), next()], ["end", "data", "end"]);
    only(&session);
}
