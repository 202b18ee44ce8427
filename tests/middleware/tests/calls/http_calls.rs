//! HTTP: axum behind `HttpServerLayer`, hyper's client and reqwest behind `HttpClientLayer`.

use std::convert::Infallible;

use axum::extract::{MatchedPath, Path};
use axum::routing::get;
use axum::{Router, http::StatusCode};
use bytes::Bytes;
use http::{HeaderMap, Request};
use http_body_util::{BodyExt as _, Empty};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use otlp_runtime::middleware::{HttpClientLayer, HttpServerLayer};
use otlp_runtime::{Baggage, Destinations, EntryPoint, record, traced};
use otlp_tests::Session;
use tokio::net::TcpListener;
use tower::{Layer as _, Service as _, ServiceExt as _, service_fn};

use super::{caller, tree};

#[traced]
fn load_cart(id: u64) -> u64 {
    id
}

async fn cart(Path(id): Path<u64>) -> Result<String, StatusCode> {
    match load_cart(id) {
        404 => Err(StatusCode::NOT_FOUND),
        500 => Err(StatusCode::INTERNAL_SERVER_ERROR),
        id => Ok(format!("cart {id}")),
    }
}

pub(crate) fn layer() -> HttpServerLayer {
    HttpServerLayer::new().route_from(|extensions| extensions.get::<MatchedPath>().map(MatchedPath::as_str))
}

/// Serves and returns the port.
pub(crate) async fn serve(layer: HttpServerLayer) -> u16 {
    let router = Router::new()
        .route("/carts/{id}", get(cart))
        .route(
            "/headers",
            get(|headers: HeaderMap| async move {
                headers.get("traceparent").map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
            }),
        )
        .route(
            "/said",
            get(|| async {
                record!(http.route = "/said/by/handler");
            }),
        )
        .layer(layer);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move { axum::serve(listener, router).await });
    port
}

pub(crate) fn client() -> Client<HttpConnector, Empty<Bytes>> {
    Client::builder(TokioExecutor::new()).build_http()
}

/// Sends a request through `layer` and returns the status and the text of the answer.
async fn send(layer: &HttpClientLayer, request: Request<Empty<Bytes>>) -> (StatusCode, String) {
    let mut client = layer.layer(client());
    let response = client.ready().await.unwrap().call(request).await.unwrap();
    let status = response.status();
    (status, String::from_utf8(response.collect().await.unwrap().to_bytes().to_vec()).unwrap())
}

fn request(port: u16, path: &str) -> Request<Empty<Bytes>> {
    Request::get(format!("http://127.0.0.1:{port}{path}")).body(Empty::new()).unwrap()
}

#[test]
fn a_call_is_one_trace_from_client_to_handler() {
    let session = Session::start();
    let port = caller(async {
        let port = serve(layer()).await;
        let request = Request::get(format!("http://ann:pass@127.0.0.1:{port}/carts/7?lang=it&sig=c2VjcmV0"))
            .header("user-agent", "test/1")
            .body(Empty::new())
            .unwrap();
        assert_eq!(send(&HttpClientLayer::new(), request).await, (StatusCode::OK, "cart 7".to_owned()));
        port
    });
    let expected = "\
caller
  GET http.request.method=GET url.full=http://REDACTED:REDACTED@127.0.0.1:PORT/carts/7?lang=it&sig=REDACTED \
server.address=127.0.0.1 server.port=PORT http.response.status_code=200 network.protocol.version=1.1
    GET /carts/{id} http.request.method=GET url.path=/carts/7 url.scheme=http url.query=lang=it&sig=REDACTED \
server.address=127.0.0.1 server.port=PORT user_agent.original=test/1 network.protocol.version=1.1 http.route=/carts/{id} \
http.response.status_code=200
      load_cart
";
    assert_eq!(tree(&session, port), expected);
}

/// Each span's name, status code and status.
fn outcomes(session: &Session) -> Vec<String> {
    let mut lines: Vec<String> = session.tree().lines().map(str::to_owned).collect();
    for line in &mut lines {
        let kept = |word: &&str| {
            word.starts_with("http.response") || word.starts_with("error.type") || *word == "ERROR"
        };
        let name = line.trim().split(" http.").next().unwrap().to_owned();
        let words: Vec<&str> = line.split(' ').filter(kept).collect();
        *line = format!("{name}: {}", words.join(" "));
    }
    lines.retain(|line| line.starts_with("GET"));
    lines
}

#[test]
fn what_the_client_did_wrong_is_no_error_of_the_server() {
    let session = Session::start();
    caller(async {
        let port = serve(layer()).await;
        send(&HttpClientLayer::new(), request(port, "/carts/404")).await;
        send(&HttpClientLayer::new(), request(port, "/carts/500")).await;
        send(&HttpClientLayer::new(), request(port, "/nowhere")).await;
    });
    let expected = [
        "GET: http.response.status_code=404 error.type=404 ERROR",
        "GET /carts/{id}: http.response.status_code=404",
        "GET: http.response.status_code=500 error.type=500 ERROR",
        "GET /carts/{id}: http.response.status_code=500 error.type=500 ERROR",
        "GET: http.response.status_code=404 error.type=404 ERROR",
        "GET: http.response.status_code=404",
    ];
    assert_eq!(outcomes(&session), expected);
}

#[test]
fn a_handler_may_say_its_route() {
    let session = Session::start();
    caller(async {
        let port = serve(HttpServerLayer::new()).await;
        send(&HttpClientLayer::new(), request(port, "/said")).await;
    });
    assert_eq!(
        session.span("GET /said/by/handler").attribute("http.response.status_code"),
        Some(&200.into())
    );
}

// TRU-01
#[test]
fn strangers_are_linked_where_the_entry_point_says_so() {
    static EDGE: EntryPoint = EntryPoint::link();
    let session = Session::start();
    caller(async {
        let port = serve(layer().entry_point(&EDGE)).await;
        send(&HttpClientLayer::new(), request(port, "/carts/7")).await;
    });
    let (client, server) = (session.span("GET"), session.span("GET /carts/{id}"));
    assert_ne!(client.context.trace_id(), server.context.trace_id());
    assert!(!server.parent_span_id.is_valid());
    assert_eq!(server.links[0].0.span_id(), client.context.span_id());
}

// TRU-05
#[test]
fn hosts_that_are_not_listed_get_no_context() {
    let session = Session::start();
    caller(async {
        let port = serve(layer()).await;
        let allowed = HttpClientLayer::new().destinations(Destinations::those(|host| host == "127.0.0.1"));
        let other =
            HttpClientLayer::new().destinations(Destinations::those(|host| host.ends_with(".shop.internal")));
        assert_eq!(send(&allowed, request(port, "/headers")).await.1.len(), 55);
        let mut copied = request(port, "/headers");
        let stranger = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        copied.headers_mut().insert("traceparent", stranger.parse().unwrap());
        assert_eq!(send(&other, copied).await.1, "", "not the one that was copied either");
    });
    assert_eq!(session.spans().len(), 5);
}

/// What a request has when it reaches the client: whether there is a trace context, and the baggage.
async fn sent(layer: &HttpClientLayer, url: &str) -> (bool, Option<String>) {
    let echo = service_fn(|request: Request<Empty<Bytes>>| async move {
        let mut response = http::Response::new(Empty::<Bytes>::new());
        *response.headers_mut() = request.headers().clone();
        Ok::<_, Infallible>(response)
    });
    let request = Request::get(url).header("baggage", "copied=1").body(Empty::new()).unwrap();
    let response = layer.layer(echo).oneshot(request).await.unwrap();
    let baggage = response.headers().get("baggage").map(|value| value.to_str().unwrap().to_owned());
    (response.headers().contains_key("traceparent"), baggage)
}

// TRU-05
#[test]
fn baggage_goes_to_hosts_inside_and_to_those_that_are_listed() {
    let session = Session::start();
    let default = HttpClientLayer::new();
    let ours = HttpClientLayer::new().destinations(Destinations::ours(&["shop.example"]));
    let closed = HttpClientLayer::new().destinations(Destinations::ours(&["shop.example"]).and_nobody_else());
    let all = HttpClientLayer::new().destinations(Destinations::all());
    let (all_of_it, trace, nothing) = ((true, Some("tenant=north".to_owned())), (true, None), (false, None));
    caller(Baggage::empty().with("tenant", "north").wrap(async {
        for (layer, url, expected) in [
            (&default, "http://payments:8080/", &all_of_it),
            (&default, "http://[fd00::1]:8080/", &all_of_it),
            (&default, "https://api.shop.example/", &trace),
            (&ours, "https://api.shop.example/", &all_of_it),
            (&ours, "https://shop.example.org/", &trace),
            (&closed, "https://user@shop.example:443/", &all_of_it),
            (&closed, "https://shop.example.org/", &nothing),
            (&all, "https://shop.example.org/", &all_of_it),
        ] {
            assert_eq!(&sent(layer, url).await, expected, "{layer:?} {url}");
        }
    }));
    assert_eq!(session.spans().len(), 9);
}
