//! What callers of a server may send and do, over real connections.

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::routing::get;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::rt::{TokioExecutor, TokioIo};
use otlp_runtime::middleware::HttpClientLayer;
use otlp_runtime::{Span, SpanData, SpanKind, StatusCode as SpanStatus, Value};
use otlp_tests::Session;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tower::{Layer as _, Service as _, ServiceExt as _};

use super::{caller, http_calls, raw};

/// Serves and returns the port.
async fn serve(router: Router) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

fn only_server(session: &Session) -> SpanData {
    let mut spans = session.spans();
    spans.retain(|span| span.kind == SpanKind::Server);
    assert_eq!(spans.len(), 1, "{spans:?}");
    spans.remove(0)
}

fn text(span: &SpanData, key: &str) -> Option<String> {
    span.attribute(key).map(|value| match value {
        Value::Int(int) => int.to_string(),
        other => other.as_str().unwrap().to_owned(),
    })
}

/// The attributes of the span that a request makes, as they are asked for.
fn recorded(request: &[u8], keys: &[&str]) -> Vec<Option<String>> {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let answer = raw::send(port, request).await;
        assert!(answer.starts_with("HTTP/1."), "{answer}");
    });
    let span = only_server(&session);
    assert_eq!(session.stats().live, 0);
    keys.iter().map(|key| if *key == "name" { Some(span.name.clone()) } else { text(&span, key) }).collect()
}

fn said(texts: &[&str]) -> Vec<Option<String>> {
    texts.iter().map(|text| Some((*text).to_owned()).filter(|text| text != "-")).collect()
}

#[test]
fn requests_without_a_host_have_no_server() {
    let keys = ["name", "url.path", "url.query", "server.address", "server.port", "user_agent.original"];
    assert_eq!(
        recorded(b"GET /a%2Fb%ff?%00=%FF HTTP/1.0\r\n\r\n", &keys),
        said(&["GET", "/a%2Fb%ff", "%00=%FF", "-", "-", "-"])
    );
}

#[test]
fn headers_are_texts_or_nothing() {
    let keys = ["user_agent.original", "url.scheme", "server.address", "server.port"];
    let head = b"GET / HTTP/1.1\r\nconnection: close\r\n";
    let with = |headers: &[u8]| recorded(&[&head[..], headers, b"\r\n"].concat(), &keys);
    assert_eq!(
        with("host: a\r\nuser-agent: Caf\u{e9}/1\r\n".as_bytes()),
        said(&["Caf\u{e9}/1", "http", "a", "80"])
    );
    assert_eq!(
        with(b"host: a\r\nuser-agent: \xff\xfe\r\nx-forwarded-proto: ftp\r\n"),
        said(&["-", "http", "a", "80"])
    );
    assert_eq!(with(b"host: u:secret@[::1]:99999\r\n"), said(&["-", "http", "::1", "80"]));
    assert_eq!(with(b"host: [::1\r\nx-forwarded-proto: https\r\n"), said(&["-", "https", "[", "443"]));
    assert_eq!(with(b"host: \r\n"), said(&["-", "http", "-", "-"]));
}

#[test]
fn targets_of_all_forms_are_recorded_without_secrets() {
    let keys = ["name", "url.path", "url.scheme", "server.address", "server.port"];
    let with = |line: &str| {
        recorded(format!("{line} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes(), &keys)
    };
    assert_eq!(
        with("GET http://jane:secret@b:81/carts/1"),
        said(&["GET /carts/{id}", "/carts/1", "http", "b", "81"])
    );
    assert_eq!(with("OPTIONS *"), said(&["OPTIONS", "*", "http", "a", "80"]));
    assert_eq!(with("CONNECT b:443"), said(&["CONNECT", "", "http", "b", "443"]));
    assert_eq!(with("get /"), said(&["HTTP", "/", "http", "a", "80"]));
}

#[test]
fn contexts_that_cannot_be_read_are_none() {
    let session = Session::start();
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        let mut request =
            b"GET /carts/1 HTTP/1.1\r\nhost: a\r\nconnection: close\r\ntraceparent: \xff\xff\r\n".to_vec();
        request.extend(b"tracestate: \x80=\xff\r\nbaggage: \xc3\x28=\xff\r\n\r\n");
        raw::send(port, &request).await;
    });
    assert!(!only_server(&session).parent_span_id.is_valid());
}

#[test]
fn a_path_of_any_length_costs_no_more_than_a_span_may_have() {
    let path = "/x".repeat(16_000);
    let request = format!("GET {path}?{path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
    assert_eq!(recorded(request.as_bytes(), &["name", "url.path"]), said(&["GET", &path]));

    let session = Session::with(|builder| {
        builder.limits(otlp_runtime::Limits { attribute_value_chars: Some(16), ..Default::default() })
    });
    caller(async {
        let port = http_calls::serve(http_calls::layer()).await;
        raw::send(port, request.as_bytes()).await;
    });
    assert_eq!(text(&only_server(&session), "url.path"), Some("/x".repeat(8)));
}

/// A body that never ends.
fn endless() -> Body {
    let parts = futures_util::stream::unfold(0, |count| async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        Some((Ok::<_, std::convert::Infallible>(Bytes::from_static(b"more")), count + 1))
    });
    Body::from_stream(parts)
}

fn endless_router() -> Router {
    Router::new().route("/endless", get(|| async { endless() })).layer(http_calls::layer())
}

/// Waits until the server has noticed.
async fn until_ended(session: &Session) {
    while session.stats().live > 1 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

#[test]
fn a_connection_that_breaks_off_cancels() {
    let session = Session::start();
    caller(async {
        let port = serve(endless_router()).await;
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(b"GET /endless HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        stream.read_exact(&mut [0; 32]).await.unwrap();
        drop(stream);
        until_ended(&session).await;
    });
    let span = only_server(&session);
    assert_eq!((span.attribute("cancelled"), span.status), (Some(&true.into()), SpanStatus::Unset));
}

#[test]
fn a_stream_of_http_2_that_is_reset_cancels_and_the_others_go_on() {
    let session = Session::start();
    caller(async {
        let router = endless_router()
            .merge(Router::new().route("/short", get(|| async { "short" })).layer(http_calls::layer()));
        let port = serve(router).await;
        let client: Client<_, Empty<Bytes>> =
            Client::builder(TokioExecutor::new()).http2_only(true).build_http();
        let request = |path: &str| {
            http::Request::get(format!("http://127.0.0.1:{port}{path}")).body(Empty::new()).unwrap()
        };
        let mut client = HttpClientLayer::new().layer(client);
        let mut endless = client.ready().await.unwrap().call(request("/endless")).await.unwrap();
        endless.frame().await.unwrap().unwrap();
        drop(endless);
        let short = client.ready().await.unwrap().call(request("/short")).await.unwrap();
        assert_eq!(short.collect().await.unwrap().to_bytes(), "short");
        until_ended(&session).await;
    });
    let of = |name: &str| {
        let span = session.span(name);
        (text(&span, "network.protocol.version"), span.attribute("cancelled").cloned())
    };
    assert_eq!(of("GET /endless"), (Some("2".to_owned()), Some(true.into())));
    assert_eq!(of("GET /short"), (Some("2".to_owned()), None));
}

/// Answers the upgrade, and echoes what comes then.
async fn upgrade(request: Request) -> axum::response::Response {
    tokio::spawn(async move {
        let mut stream = TokioIo::new(hyper::upgrade::on(request).await.unwrap());
        let mut word = [0; 4];
        stream.read_exact(&mut word).await.unwrap();
        Span::builder().name("echo").root().start().end();
        stream.write_all(&word).await.unwrap();
    });
    let response = axum::response::Response::builder().status(StatusCode::SWITCHING_PROTOCOLS);
    response.header("connection", "upgrade").header("upgrade", "echo").body(Body::empty()).unwrap()
}

#[test]
fn an_upgrade_is_a_call_that_ends_with_its_head() {
    let session = Session::start();
    caller(async {
        let port = serve(Router::new().route("/", get(upgrade)).layer(http_calls::layer())).await;
        let client = super::reqwest_calls::client(HttpClientLayer::new());
        let request = client.get(format!("http://127.0.0.1:{port}/"));
        let response =
            request.header("connection", "upgrade").header("upgrade", "echo").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SWITCHING_PROTOCOLS);
        assert_eq!(session.stats().live, 1, "both calls have ended, and `caller` has not");
        let mut stream = response.upgrade().await.unwrap();
        stream.write_all(b"word").await.unwrap();
        let mut word = [0; 4];
        stream.read_exact(&mut word).await.unwrap();
        assert_eq!(&word, b"word");
    });
    for span in session.spans().iter().filter(|span| span.kind != SpanKind::Internal) {
        assert_eq!(span.attribute("http.response.status_code"), Some(&101.into()));
        assert_eq!((span.attribute("cancelled"), span.status), (None, SpanStatus::Unset));
    }
}

// A router in a router has the whole route; a service in a router (axum tells none for it) and a fallback have the method
// alone; a layer in a layer makes a child.
#[test]
fn layers_and_routers_may_be_nested() {
    let session = Session::start();
    caller(async {
        let carts = Router::new().route("/{id}", get(|| async { "cart" }));
        let inner = Router::new().route("/x", get(|| async { "x" })).layer(http_calls::layer());
        let router = Router::new()
            .nest("/carts", carts)
            .nest_service("/files", Router::new().route("/{name}", get(|| async { "file" })))
            .nest("/twice", inner)
            .fallback(|| async { StatusCode::NOT_FOUND })
            .layer(http_calls::layer());
        let port = serve(router).await;
        for path in ["/carts/7", "/files/a", "/twice/x", "/nowhere"] {
            raw::send(
                port,
                format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n").as_bytes(),
            )
            .await;
        }
    });
    let tree = session.tree();
    let names: Vec<&str> = tree.lines().map(|line| line.split(" http.").next().unwrap()).collect();
    let expected = ["caller", "GET /carts/{id}", "GET", "GET /twice/x", "  GET /twice/x", "GET"];
    assert_eq!(names, expected);
}

#[test]
fn a_layer_around_the_router_knows_no_route() {
    let session = Session::start();
    let router = Router::new().route("/carts/{id}", get(|| async { "cart" }));
    let mut service = http_calls::layer().layer(router);
    let request = http::Request::get("/carts/7").body(Body::empty()).unwrap();
    let response = futures_executor::block_on(service.call(request)).unwrap();
    drop(futures_executor::block_on(response.into_body().collect()).unwrap());
    assert_eq!(only_server(&session).name, "GET");
}
