//! The end of a call, by services without a connection: bodies, errors, panics, callers that go away.

use std::convert::Infallible;
use std::panic::AssertUnwindSafe;

use bytes::Bytes;
use futures_executor::block_on;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use http::{Request, Response, StatusCode};
use http_body::Frame;
use http_body_util::{BodyExt as _, Full, StreamBody};
use otlp_runtime::middleware::{HttpClientLayer, HttpServerLayer};
use otlp_runtime::{Sampler, SamplingParameters, Span, SpanData, StatusCode as SpanStatus, ValueRef};
use otlp_tests::Session;
use tower::{Layer as _, Service as _, ServiceExt as _, service_fn};

const CANCELLED: &str = "cancelled";

fn request(method: &str) -> Request<()> {
    Request::builder().method(method).uri("/").header("host", "[::1]:8080").body(()).unwrap()
}

type Part = Result<Frame<Bytes>, std::io::Error>;

/// A response that makes a span for each part of its body.
fn streamed(parts: Vec<Part>) -> Response<StreamBody<impl futures_util::Stream<Item = Part>>> {
    Response::new(StreamBody::new(stream::iter(parts).map(|part| {
        Span::builder().name("part").start().end();
        part
    })))
}

#[expect(clippy::unnecessary_wraps, reason = "a list has parts that are errors")]
fn data(text: &'static str) -> Part {
    Ok(Frame::data(Bytes::from_static(text.as_bytes())))
}

fn only_server(session: &Session) -> SpanData {
    let mut spans = session.spans();
    spans.retain(|span| span.name != "part");
    assert_eq!(spans.len(), 1);
    spans.remove(0)
}

#[test]
fn a_span_lasts_until_the_last_byte() {
    let session = Session::start();
    let service = service_fn(|_| async { Ok::<_, Infallible>(streamed(vec![data("a"), data("b")])) });
    let response = block_on(HttpServerLayer::new().layer(service).oneshot(request("GET"))).unwrap();
    assert_eq!(session.spans().len(), 0, "the body is still to come");
    assert_eq!(block_on(response.collect()).unwrap().to_bytes(), "ab");
    let expected = "\
GET http.request.method=GET url.path=/ url.scheme=http server.address=::1 server.port=8080 \
network.protocol.version=1.1 http.response.status_code=200
  part
  part
";
    assert_eq!(session.tree(), expected);
}

#[test]
fn a_body_without_bytes_ends_with_the_head() {
    let session = Session::start();
    let service = service_fn(|_| async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::new()))) });
    let response = block_on(HttpServerLayer::new().layer(service).oneshot(request("GET"))).unwrap();
    assert_eq!(only_server(&session).attribute(CANCELLED), None);
    drop(response);
}

#[test]
fn a_server_whose_caller_goes_away_is_cancelled() {
    let session = Session::start();
    let service = service_fn(|_| async { Ok::<_, Infallible>(streamed(vec![data("a"), data("b")])) });
    let mut response = block_on(HttpServerLayer::new().layer(service).oneshot(request("GET"))).unwrap();
    block_on(response.frame()).unwrap().unwrap();
    drop(response);
    let span = only_server(&session);
    assert_eq!((span.attribute(CANCELLED), span.status), (Some(&true.into()), SpanStatus::Unset));
}

#[test]
fn a_client_that_has_read_enough_is_not_cancelled() {
    let session = Session::start();
    let service = service_fn(|_| async { Ok::<_, Infallible>(streamed(vec![data("a"), data("b")])) });
    drop(block_on(HttpClientLayer::new().layer(service).oneshot(request("GET"))).unwrap());
    assert_eq!(only_server(&session).attribute(CANCELLED), None);
}

#[test]
fn bodies_that_a_server_need_not_read_to_their_end_are_whole() {
    let session = Session::start();
    let service = service_fn(|_| async {
        let mut response = streamed(vec![data("ab"), data("c")]);
        response.headers_mut().insert("content-length", "3".parse().unwrap());
        Ok::<_, Infallible>(response)
    });
    let mut service = HttpServerLayer::new().layer(service);
    drop(block_on(service.call(request("HEAD"))).unwrap());
    let mut response = block_on(service.call(request("GET"))).unwrap();
    block_on(response.frame()).unwrap().unwrap();
    block_on(response.frame()).unwrap().unwrap();
    drop(response);
    for name in ["HEAD", "GET"] {
        assert_eq!(session.span(name).attribute(CANCELLED), None, "{name}");
    }
}

#[test]
fn a_body_that_breaks_is_an_error() {
    let session = Session::start();
    let service = service_fn(|_| async {
        Ok::<_, Infallible>(streamed(vec![data("a"), Err(std::io::Error::other("secret"))]))
    });
    let response = block_on(HttpServerLayer::new().layer(service).oneshot(request("GET"))).unwrap();
    assert!(block_on(response.collect()).is_err());
    let span = only_server(&session);
    assert_eq!((span.status, span.status_message.as_str()), (SpanStatus::Error, ""), "PRI-08");
    assert_eq!(span.attribute("error.type"), Some(&"std::io::error::Error".into()));
}

#[test]
fn a_future_that_is_dropped_is_cancelled_and_its_children_have_a_parent() {
    struct EndsASpan;
    impl Drop for EndsASpan {
        fn drop(&mut self) {
            Span::builder().name("part").start().end();
        }
    }
    let session = Session::start();
    let service = service_fn(|_| async {
        let _held = EndsASpan;
        std::future::pending::<Result<Response<Full<Bytes>>, Infallible>>().await
    });
    let mut call = Box::pin(HttpServerLayer::new().layer(service).oneshot(request("GET")));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(call.poll_unpin(&mut context).is_pending());
    drop(call);
    assert_eq!(only_server(&session).attribute(CANCELLED), Some(&true.into()));
    assert_eq!(session.span("part").parent_span_id, only_server(&session).context.span_id());
}

#[derive(Debug)]
struct Refused;

#[test]
fn a_service_that_fails_is_an_error_of_its_type() {
    let session = Session::start();
    let service = service_fn(|_| async { Err::<Response<Full<Bytes>>, _>(Refused) });
    block_on(HttpClientLayer::new().layer(service).oneshot(request("GET"))).unwrap_err();
    let span = only_server(&session);
    assert_eq!(span.status, SpanStatus::Error);
    assert_eq!(span.attribute("error.type"), Some(&"calls::responses::Refused".into()));
}

#[test]
fn a_handler_that_panics_is_marked() {
    let session = Session::start();
    let service = service_fn(|request: Request<()>| async move {
        assert!(request.method() != "GET", "on purpose");
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::new())))
    });
    let call = HttpServerLayer::new().layer(service).oneshot(request("GET"));
    assert!(block_on(AssertUnwindSafe(call).catch_unwind()).is_err());
    let span = only_server(&session);
    assert_eq!((span.status, span.attribute(CANCELLED)), (SpanStatus::Error, None));
    assert!(span.attribute("error.type").is_some());
}

#[test]
fn a_method_that_nobody_knows_does_not_name_a_span() {
    let session = Session::start();
    let service = service_fn(|_| async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::new()))) });
    let mut server = HttpServerLayer::new().layer(service);
    block_on(server.call(request("BREW"))).unwrap();
    let span = session.span("HTTP");
    assert_eq!(span.attribute("http.request.method"), Some(&"_OTHER".into()));
    assert_eq!(span.attribute("http.request.method_original"), Some(&"BREW".into()));

    let mut brewer = HttpServerLayer::new().known_methods(&["BREW"]).layer(service);
    block_on(brewer.call(request("BREW"))).unwrap();
    assert_eq!(session.span("BREW").attribute("http.request.method_original"), None);
}

#[test]
fn a_trace_that_is_not_sampled_stays_so_and_goes_on() {
    let session = Session::start();
    let echo = service_fn(|request: Request<()>| async move {
        let sent = request.headers()["traceparent"].as_bytes();
        Ok::<_, Infallible>(Response::new(Full::new(Bytes::copy_from_slice(sent))))
    });
    let client = HttpClientLayer::new().layer(echo);
    let handler =
        service_fn(move |_| client.clone().oneshot(Request::get("http://shop.example/").body(()).unwrap()));
    let caller = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
    let mut request = request("GET");
    request.headers_mut().insert("traceparent", caller.parse().unwrap());
    let response = block_on(HttpServerLayer::new().layer(handler).oneshot(request)).unwrap();
    let sent = block_on(response.collect()).unwrap().to_bytes();
    assert!(sent.starts_with(b"00-4bf92f3577b34da6a3ce929d0e0e4736-") && sent.ends_with(b"-00"), "{sent:?}");
    assert_eq!(session.spans().len(), 0);
}

// What samplers read is there when the span starts.
#[test]
fn samplers_see_what_the_request_says() {
    let is_probe =
        |span: &SamplingParameters<'_>| span.attribute("url.path") == Some(ValueRef::String("/health"));
    let session =
        Session::with(|builder| builder.sampler(Sampler::always_on().when(is_probe, Sampler::always_off())));
    let service = service_fn(|_| async { Ok::<_, Infallible>(Response::new(Full::new(Bytes::new()))) });
    for path in ["/health", "/carts"] {
        let request = Request::get(path).body(()).unwrap();
        block_on(HttpServerLayer::new().layer(service).oneshot(request)).unwrap();
    }
    assert_eq!(only_server(&session).attribute("url.path"), Some(&"/carts".into()));
}

#[test]
fn scheme_is_what_the_proxy_was_called_with() {
    let session = Session::start();
    let service = service_fn(|_| async {
        let mut response = Response::new(Full::new(Bytes::new()));
        *response.status_mut() = StatusCode::NO_CONTENT;
        Ok::<_, Infallible>(response)
    });
    let request = Request::get("/?token=a")
        .header("x-forwarded-proto", "HTTPS")
        .header("host", "shop.example")
        .body(())
        .unwrap();
    block_on(HttpServerLayer::new().redact_query(&["token"]).layer(service).oneshot(request)).unwrap();
    let span = only_server(&session);
    assert_eq!(span.attribute("url.scheme"), Some(&"https".into()));
    assert_eq!(span.attribute("server.port"), Some(&443.into()));
    assert_eq!(span.attribute("url.query"), Some(&"token=REDACTED".into()));
}
