//! gRPC as no library of gRPC would speak it: paths, heads and trailers made by hand.

use std::convert::Infallible;
use std::future::ready;

use bytes::Bytes;
use futures_executor::block_on;
use futures_util::stream;
use http::{HeaderMap, HeaderValue, Request, Response, Uri};
use http_body::{Body, Frame};
use http_body_util::{BodyExt as _, Empty, StreamBody};
use otlp_runtime::StatusCode as SpanStatus;
use otlp_runtime::middleware::{GrpcClientLayer, GrpcServerLayer};
use otlp_tests::Session;
use tower::{Layer, Service, ServiceExt as _, service_fn};

/// What `layer` makes of a call: the name, the code, and `error.type` if it failed.
fn call<L, S, B>(layer: &L, service: S, path: &str) -> [Option<String>; 3]
where
    L: Layer<S>,
    L::Service: Service<Request<()>, Response = Response<B>, Error = Infallible>,
    B: Body<Data = Bytes, Error: std::fmt::Debug>,
{
    let session = Session::start();
    let request = Request::post(path).body(()).unwrap();
    let response = block_on(layer.layer(service).oneshot(request)).unwrap();
    drop(block_on(response.collect()).unwrap());
    let spans = session.spans();
    assert_eq!(spans.len(), 1, "{spans:?}");
    let span = &spans[0];
    let text = |key| span.attribute(key).map(|value| value.as_str().unwrap().to_owned());
    assert_eq!(span.status == SpanStatus::Error, text("error.type").is_some());
    assert_eq!(span.attribute("cancelled"), None);
    [Some(span.name.clone()), text("rpc.response.status_code"), text("error.type")]
}

/// A response with this HTTP status, `grpc-status` in its head, and a message and trailers, as far as they are given.
#[derive(Clone, Copy, Default)]
struct Answer {
    status: Option<u16>,
    head: Option<&'static [u8]>,
    has_message: bool,
    /// `Some("")`: trailers without a status.
    trailers: Option<&'static [u8]>,
}

fn grpc_status(value: Option<&'static [u8]>) -> HeaderMap {
    let value = value.filter(|value| !value.is_empty());
    value
        .map(|value| ("grpc-status".parse().unwrap(), HeaderValue::from_bytes(value).unwrap()))
        .into_iter()
        .collect()
}

impl Answer {
    fn response(self) -> Response<impl Body<Data = Bytes, Error = Infallible>> {
        let message = self.has_message.then(|| Frame::data(Bytes::from_static(&[0; 5])));
        let trailers = self.trailers.map(|value| Frame::trailers(grpc_status(Some(value))));
        let frames: Vec<Result<_, Infallible>> = message.into_iter().chain(trailers).map(Ok).collect();
        let body = if frames.is_empty() {
            Empty::new().map_err(|never| match never {}).boxed_unsync()
        } else {
            StreamBody::new(stream::iter(frames)).boxed_unsync()
        };
        let mut response = Response::builder().status(self.status.unwrap_or(200)).body(body).unwrap();
        *response.headers_mut() = grpc_status(self.head);
        response
    }
}

fn both(answer: Answer) -> [[Option<String>; 3]; 2] {
    let service = service_fn(move |_: Request<()>| ready(Ok::<_, Infallible>(answer.response())));
    let path = "http://shop.internal:50051/shop.Payments/Charge";
    let client = GrpcClientLayer::new(Uri::from_static("http://shop.internal:50051"));
    [call(&GrpcServerLayer::new(), service, path), call(&client, service, path)]
}

/// The code of a call, and whether it is an error of the server and of the client.
fn outcome(answer: Answer) -> (String, bool, bool) {
    let [[_, server, server_error], [_, client, client_error]] = both(answer);
    assert_eq!(server, client);
    let code = server.unwrap();
    assert!([&server_error, &client_error].into_iter().flatten().all(|error| *error == code));
    (code, server_error.is_some(), client_error.is_some())
}

#[test]
fn a_status_is_found_in_the_head_in_trailers_and_after_messages() {
    let trailers_only = Answer { head: Some(b"5"), ..Answer::default() };
    let after_message = Answer { has_message: true, trailers: Some(b"14"), ..Answer::default() };
    let after_nothing = Answer { trailers: Some(b"0"), ..Answer::default() };
    assert_eq!(outcome(trailers_only), ("NOT_FOUND".to_owned(), false, true));
    assert_eq!(outcome(after_message), ("UNAVAILABLE".to_owned(), true, true));
    assert_eq!(outcome(after_nothing), ("OK".to_owned(), false, false));
    // The head speaks first, and there is one status for a call.
    let twice = Answer { head: Some(b"0"), has_message: true, trailers: Some(b"14"), ..Answer::default() };
    assert_eq!(outcome(twice), ("OK".to_owned(), false, false));
}

#[test]
fn a_status_that_says_nothing_is_unknown() {
    let unknown = ("UNKNOWN".to_owned(), true, true);
    for value in [&b"17"[..], b"-1", b"\xff", b"0x0", b"99999999999999999999"] {
        let answer = Answer { has_message: true, trailers: Some(value), ..Answer::default() };
        assert_eq!(outcome(answer), unknown, "{value:?}");
        assert_eq!(outcome(Answer { head: Some(value), ..Answer::default() }), unknown, "{value:?}");
    }
    for answer in [
        Answer::default(),
        Answer { has_message: true, ..Answer::default() },
        Answer { has_message: true, trailers: Some(b""), ..Answer::default() },
    ] {
        assert_eq!(outcome(answer), unknown);
    }
}

#[test]
fn what_is_no_answer_of_grpc_has_the_code_that_clients_take_it_for() {
    for (status, code, is_server_error) in
        [(503, "UNAVAILABLE", true), (401, "UNAUTHENTICATED", false), (418, "UNKNOWN", true)]
    {
        let answer = Answer { status: Some(status), has_message: true, ..Answer::default() };
        assert_eq!(outcome(answer), (code.to_owned(), is_server_error, true));
    }
    let [[server, code, _], _] = both(Answer { status: Some(404), ..Answer::default() });
    assert_eq!([server.as_deref(), code.as_deref()], [Some("grpc"), Some("UNIMPLEMENTED")]);
}

#[test]
fn paths_that_are_no_methods_do_not_name_a_span() {
    let ok = service_fn(|_: Request<()>| {
        ready(Ok::<_, Infallible>(Answer { head: Some(b"0"), ..Answer::default() }.response()))
    });
    let name = |path: &str| call(&GrpcServerLayer::new(), ok, path)[0].clone().unwrap();
    for path in ["/", "//", "/a", "/a/", "//b", "/a/b/c", "*", "http://shop.internal"] {
        assert_eq!(name(path), "grpc", "{path}");
    }
    assert_eq!(name("/a/b?c=d"), "a/b");
}
