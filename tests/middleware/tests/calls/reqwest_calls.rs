//! reqwest behind `HttpClientLayer`, by `reqwest-middleware`: the same spans as those of any HTTP client.

use std::time::Duration;

use axum::Router;
use axum::routing::get;
use futures_util::future::BoxFuture;
use http::{Extensions, HeaderMap, StatusCode};
use otlp_runtime::middleware::{HttpClientLayer, ResendCount, UrlTemplate};
use otlp_runtime::{Destinations, SpanData, SpanKind, StatusCode as SpanStatus};
use otlp_tests::Session;
use reqwest::Request;
use reqwest_middleware::{ClientBuilder, ClientWithMiddleware, Next};
use tokio::net::TcpListener;

use super::{caller, http_calls, raw, tree};

pub(crate) fn client(layer: HttpClientLayer) -> ClientWithMiddleware {
    ClientBuilder::new(reqwest::Client::builder().no_proxy().build().unwrap()).with(layer).build()
}

/// The client spans, in the order in which they began.
fn client_spans(session: &Session) -> Vec<SpanData> {
    let mut spans = session.spans();
    spans.retain(|span| span.kind == SpanKind::Client);
    spans.sort_by_key(|span| span.start_unix_nanos);
    spans
}

/// Its `error.type`, if its status says the same.
fn error_of(span: &SpanData) -> Option<String> {
    let error_type = span.attribute("error.type").map(|value| value.as_str().unwrap().to_owned());
    let is_error = span.status == SpanStatus::Error;
    assert_eq!((is_error, span.status_message.as_str()), (error_type.is_some(), ""), "PRI-08");
    error_type
}

#[test]
fn a_call_is_one_trace_from_client_to_handler() {
    let session = Session::start();
    let port = caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let url = format!("http://ann:pass@127.0.0.1:{port}/carts/7?lang=it&sig=c2VjcmV0");
        let request = client(HttpClientLayer::new()).get(url).with_extension(UrlTemplate("/carts/{id}"));
        let response = request.send().await.unwrap();
        assert_eq!(response.url().path(), "/carts/7", "still the one that was asked");
        assert_eq!(response.content_length(), Some(6));
        assert!(response.remote_addr().is_some());
        assert_eq!(response.text().await.unwrap(), "cart 7");
        port
    });
    // reqwest itself takes user and password out of the URL, for the header `Authorization`.
    let expected = "\
caller
  GET /carts/{id} http.request.method=GET url.full=http://127.0.0.1:PORT/carts/7?lang=it&sig=REDACTED \
server.address=127.0.0.1 server.port=PORT url.template=/carts/{id} http.response.status_code=200 \
network.protocol.version=1.1
    GET /carts/{id} http.request.method=GET url.path=/carts/7 url.scheme=http url.query=lang=it&sig=REDACTED \
server.address=127.0.0.1 server.port=PORT network.protocol.version=1.1 http.route=/carts/{id} \
http.response.status_code=200
      load_cart
";
    assert_eq!(tree(&session, port), expected);
}

/// Tries once more, as retrying middleware does.
fn twice<'a>(
    request: Request,
    extensions: &'a mut Extensions,
    next: Next<'a>,
) -> BoxFuture<'a, reqwest_middleware::Result<reqwest::Response>> {
    Box::pin(async move {
        let first = next.clone().run(request.try_clone().unwrap(), extensions).await?;
        assert_eq!(first.status(), StatusCode::INTERNAL_SERVER_ERROR);
        next.run(request, extensions).await
    })
}

#[test]
fn each_attempt_is_a_span_with_its_number() {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let inner = reqwest::Client::builder().no_proxy().build().unwrap();
        let client = ClientBuilder::new(inner).with(twice).with(HttpClientLayer::new()).build();
        let url = format!("http://127.0.0.1:{port}/carts/500");
        assert_eq!(client.get(&url).send().await.unwrap().status(), 500);
        assert_eq!(client.get(&url).with_extension(ResendCount(7)).send().await.unwrap().status(), 500);
    });
    let spans = client_spans(&session);
    let counts: Vec<_> = spans.iter().map(|span| span.attribute("http.request.resend_count")).collect();
    assert_eq!(counts, [None, Some(&1.into()), Some(&7.into()), Some(&8.into())]);
    let servers: Vec<_> = session
        .spans()
        .into_iter()
        .filter(|span| span.kind == SpanKind::Server)
        .map(|span| span.parent_span_id)
        .collect();
    assert!(
        spans.iter().all(|span| servers.contains(&span.context.span_id())),
        "each has sent its own context"
    );
}

#[test]
fn errors_are_of_few_classes() {
    let session = Session::start();
    caller(async {
        let client = client(HttpClientLayer::new());
        let closed = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
        client.get(format!("http://{closed}/")).send().await.unwrap_err();

        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        client.get(url).timeout(Duration::from_millis(20)).send().await.unwrap_err();

        let answers: &[&[u8]] = &[
            b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf",
            b"HTTP/1.1 302 Found\r\nlocation: ftp://elsewhere/\r\ncontent-length: 0\r\n\r\n",
            b"\xff\xfe no HTTP\r\n\r\n",
            b"HTTP/1.1 302 Found\r\nlocation: /\r\ncontent-length: 0\r\n\r\n",
        ];
        let url = format!("http://127.0.0.1:{}/", raw::serve(answers).await);
        client.get(&url).send().await.unwrap().bytes().await.unwrap_err();
        client.get(&url).send().await.unwrap_err();
        client.get(&url).send().await.unwrap_err();
        let never = reqwest::redirect::Policy::custom(|attempt| attempt.error("secret"));
        let inner = reqwest::Client::builder().no_proxy().redirect(never).build().unwrap();
        let client = ClientBuilder::new(inner).with(HttpClientLayer::new()).build();
        client.get(&url).send().await.unwrap_err();
    });
    let errors: Vec<_> = client_spans(&session).iter().map(error_of).collect();
    let errors: Vec<_> = errors.iter().map(Option::as_deref).collect();
    let expected = ["connect", "timeout", "body", "builder", "request", "redirect"];
    assert_eq!(errors, expected.map(Some));
}

#[test]
fn informational_answers_and_odd_headers_are_passed_over() {
    let session = Session::start();
    caller(async {
        let answers: &[&[u8]] =
            &[b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n\
            HTTP/1.1 299 \xff\r\nx: \xff\xfe\r\ncontent-length: 2\r\n\r\nok"];
        let url = format!("http://127.0.0.1:{}/", raw::serve(answers).await);
        let response = client(HttpClientLayer::new()).get(&url).send().await.unwrap();
        assert_eq!(response.headers()["x"].as_bytes(), b"\xff\xfe");
        assert_eq!(response.text().await.unwrap(), "ok");
    });
    let span = &client_spans(&session)[0];
    assert_eq!((span.attribute("http.response.status_code"), error_of(span)), (Some(&299.into()), None));
}

#[test]
fn a_caller_that_goes_away_cancels_and_one_that_has_read_enough_does_not() {
    let session = Session::start();
    caller(async {
        let client = client(HttpClientLayer::new());
        let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", silent.local_addr().unwrap());
        let call = client.get(url).send();
        assert!(tokio::time::timeout(Duration::from_millis(20), call).await.is_err());
        let port = http_calls::serve(http_calls::layer()).await;
        drop(client.get(format!("http://127.0.0.1:{port}/carts/7")).send().await.unwrap());
    });
    let spans = client_spans(&session);
    let seen: Vec<_> = spans.iter().map(|span| (span.attribute("cancelled"), error_of(span))).collect();
    assert_eq!(seen, [(Some(&true.into()), None), (None, None)]);
}

// TRU-05
#[test]
fn hosts_that_are_not_listed_get_no_context() {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let url = format!("http://127.0.0.1:{port}/headers");
        let other = client(
            HttpClientLayer::new().destinations(Destinations::those(|host| host.ends_with(".shop.internal"))),
        );
        let stranger = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        let copied = other.get(&url).header("traceparent", stranger).send().await.unwrap();
        assert_eq!(copied.text().await.unwrap(), "");
        let listed =
            client(HttpClientLayer::new().destinations(Destinations::those(|host| host == "127.0.0.1")));
        assert_eq!(listed.get(&url).send().await.unwrap().text().await.unwrap().len(), 55);
    });
    assert_eq!(client_spans(&session).len(), 2);
}

// TRU-05: what the documentation says of redirects is so.
#[test]
fn redirects_are_in_the_span_of_the_first_request_unless_reqwest_follows_none() {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let moved = Router::new().route(
            "/",
            get(move || async move {
                let target = format!("http://localhost:{port}/headers");
                (StatusCode::FOUND, HeaderMap::from_iter([(http::header::LOCATION, target.parse().unwrap())]))
            }),
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, moved).await });
        let layer = HttpClientLayer::new().destinations(Destinations::those(|host| host == "127.0.0.1"));
        let response = client(layer.clone()).get(&url).send().await.unwrap();
        assert_eq!(response.url().path(), "/headers", "the last one");
        assert_eq!(response.text().await.unwrap().len(), 55, "`localhost` was not listed");

        let inner = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
        let client = ClientBuilder::new(inner.build().unwrap()).with(layer).build();
        assert_eq!(client.get(&url).send().await.unwrap().status(), StatusCode::FOUND);
    });
    let statuses: Vec<_> = client_spans(&session)
        .iter()
        .map(|span| span.attribute("http.response.status_code").cloned())
        .collect();
    assert_eq!(statuses, [Some(200.into()), Some(302.into())]);
}
