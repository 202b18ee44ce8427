//! Published libraries that call the `opentelemetry` crate, as they are.

use std::convert::Infallible;
use std::task::{Context, Poll};

use http::{Request, Response};
use http_body_util::Empty;
use opentelemetry::global;
use opentelemetry::trace::Tracer as _;
use opentelemetry_instrumentation_tower::http::server::Layer;
use otlp_runtime::{inline, traced};
use tower_layer::Layer as _;
use tower_service::Service;
use tracing::dispatcher::DefaultGuard;
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use super::{session, tracer};

type Body = Empty<&'static [u8]>;

/// An HTTP handler: ours, below the layer of `opentelemetry-instrumentation-tower`.
#[derive(Clone)]
struct Orders;

impl Service<Request<Body>> for Orders {
    type Response = Response<Body>;
    type Error = Infallible;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Response<Body>, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, _: Request<Body>) -> Self::Future {
        Box::pin(async {
            orders().await;
            Ok(Response::builder().status(503).body(Body::new()).unwrap())
        })
    }
}

#[traced]
async fn orders() {
    tokio::task::yield_now().await;
    let _query = inline::span!("query");
}

fn request(headers: &[(&'static str, &str)]) -> Request<Body> {
    let request =
        headers.iter().fold(Request::get("/orders"), |request, (name, value)| request.header(*name, *value));
    request.body(Body::new()).unwrap()
}

fn serve(requests: impl IntoIterator<Item = Request<Body>>) {
    let mut service = Layer::new().layer(Orders);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).build().unwrap();
    runtime.block_on(async {
        for request in requests {
            assert_eq!(service.call(request).await.unwrap().status(), 503);
        }
    });
}

const SERVER: &str = "GET http.request.method=GET url.scheme= url.path=/orders http.response.status_code=503";

#[test]
fn tower_instrumentation_makes_the_parent_of_our_handler() {
    let session = session();
    serve([request(&[])]);
    let tree = session.tree();
    assert_eq!(tree, format!("{SERVER} ERROR \"HTTP 503\"\n  orders\n    query\n"));
    assert_eq!(session.span("GET").scope, "opentelemetry-instrumentation-tower");
}

#[test]
fn tower_instrumentation_takes_the_remote_parent_by_our_propagator() {
    let session = session();
    let _accept = inline::span!("accept");
    serve([
        request(&[("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")]),
        request(&[]),
    ]);
    let mut servers = session.spans();
    servers.retain(|span| span.name == "GET");
    assert_eq!(servers[0].parent_span_id.to_string(), "00f067aa0ba902b7");
    assert!(servers[0].parent_is_remote);
    // Without headers, the child of what is entered where the request is handled.
    assert_eq!(servers[1].parent_span_id, otlp_runtime::Span::current().context().span_id());
}

/// Spans of the `tracing` crate, by `tracing-opentelemetry` with a tracer of ours.
fn subscribe() -> DefaultGuard {
    let layer = tracing_opentelemetry::layer().with_tracer(global::tracer("tracing")).with_location(false);
    tracing_subscriber::registry().with(layer.with_threads(false).with_target(false)).set_default()
}

#[traced]
fn ours(inside: impl FnOnce()) {
    inside();
}

#[test]
fn tracing_opentelemetry_nests_in_our_spans_and_ours_in_it() {
    let session = session();
    let subscriber = subscribe();
    ours(|| {
        let entered = tracing::info_span!("outer", acme.id = 7, otel.kind = "client").entered();
        ours(|| {
            tracing::info_span!("inner").in_scope(|| {
                tracer().in_span("native", |_| ours(|| tracing::info!("happened")));
            });
        });
        tracing::info!("also happened");
        drop(entered);
        ours(|| ());
    });
    drop(subscriber);
    let spans = session.spans();
    let outline: String =
        session.tree().lines().filter(|line| !line.contains('·')).fold(String::new(), |all, line| {
            let name_at = line.len() - line.trim_start().len();
            all + &line[..name_at] + line[name_at..].split(' ').next().unwrap() + "\n"
        });
    let tree = "\
ours
  outer
    ours
      inner
        native
          ours
  ours
";
    assert_eq!(outline, tree);
    let outer = spans.iter().find(|span| span.name == "outer").unwrap();
    assert_eq!(outer.kind, otlp_runtime::SpanKind::Client);
    assert_eq!(outer.attribute("acme.id"), Some(&7.into()));
    assert_eq!(outer.events[0].0, "also happened");
}

#[test]
fn instrumented_futures_of_tracing_nest_in_polls() {
    use tracing::Instrument as _;
    #[traced]
    async fn ours_async() {
        tokio::task::yield_now().await;
        async {
            tokio::task::yield_now().await;
            let _inner = inline::span!("inner");
        }
        .instrument(tracing::info_span!("instrumented"))
        .await;
        let _after = inline::span!("after");
    }
    let session = session();
    let subscriber = subscribe();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        tokio::join!(ours_async(), ours_async().instrument(tracing::info_span!("root")));
    });
    drop(subscriber);
    let names = |parent: &str| {
        let spans = session.spans();
        let is_parent = |id| spans.iter().any(|span| span.name == parent && span.context.span_id() == id);
        let mut names: Vec<String> = spans
            .iter()
            .filter(|span| is_parent(span.parent_span_id))
            .map(|span| span.name.clone())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("root"), ["ours_async"]);
    assert_eq!(names("ours_async"), ["after", "after", "instrumented", "instrumented"]);
    assert_eq!(names("instrumented"), ["inner", "inner"]);
    assert_eq!(session.spans().len(), 9);
}
