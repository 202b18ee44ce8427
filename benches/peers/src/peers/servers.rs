//! A server of HTTP in this process, without sockets: axum's router behind the layer of each library.
//!
//! In: the name of a row and a state. Out: a router that answers requests; the numbers that a round of them takes.
//! Recorded and unsampled spans end where those of the other benches do, in what discards them. Unsampled is what the caller
//! says (`traceparent`), which all but `TraceLayer` follow. `opentelemetry-instrumentation-tower` is without metrics, and
//! both layers of `tracing` are on the lean `tracing-opentelemetry`. Their `TraceLayer` is as its documentation shows it, at the
//! level `INFO`: it records method, URI and version, and takes up no context.
//! Never here: clients; bodies of more than a word.

use std::any::Any;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use axum::Router;
use axum::body::Body;
use axum::extract::{MatchedPath, Path};
use axum::routing::get;
use axum_tracing_opentelemetry::middleware::OtelAxumLayer;
use http::{Extensions, Request};
use http_body_util::BodyExt;
use opentelemetry::global;
use opentelemetry_instrumentation_tower::http::server::LayerBuilder;
use opentelemetry_sdk::propagation::TraceContextPropagator;
use otlp_runtime::middleware::HttpServerLayer;
use tower_http::trace::{DefaultMakeSpan, TraceLayer};
use tower_service::Service;
use tracing::Level;

use super::opentelemetry::install;
use super::tracing::Tracing;
use super::{OURS, Ours};
use crate::Result;
use crate::allocations::so_far;
use crate::clock::thread_nanos;
use crate::peer::{Peer, State};

/// All rows, in the order of the tables.
pub const ROWS: [&str; 5] = [NO_LAYER, OURS, OTEL_TOWER, AXUM_TRACING, TRACE_LAYER];
/// The router as it is.
pub const NO_LAYER: &str = "no layer";
/// `opentelemetry-instrumentation-tower`.
pub const OTEL_TOWER: &str = "opentelemetry-instrumentation-tower";
/// `axum-tracing-opentelemetry`.
pub const AXUM_TRACING: &str = "axum-tracing-opentelemetry";
/// `TraceLayer` of `tower-http`.
pub const TRACE_LAYER: &str = "tower-http, TraceLayer";

/// The states that are compared, and their names in columns.
pub const STATES: [(&str, &str); 3] =
    [("nothing", "nothing installed"), ("unsampled", "not sampled by the caller"), ("recorded", "recorded")];

/// A server, and the library that has to live as long.
pub struct Server {
    router: Router,
    traceparent: &'static str,
    _library: Box<dyn Any>,
}

async fn cart(Path(id): Path<u32>) -> &'static str {
    if id == 7 { "seven" } else { "another" }
}

fn route(extensions: &Extensions) -> Option<&str> {
    extensions.get::<MatchedPath>().map(MatchedPath::as_str)
}

impl Server {
    /// Installs the library of a row, and puts its layer around the router.
    ///
    /// # Errors
    ///
    /// If there is no such row, or its library cannot be set up.
    pub fn start(row: &str, state: &str) -> Result<Self> {
        let router = Router::new().route("/carts/{id}", get(cart));
        let installed = if state == "nothing" { State::Nothing } else { State::Recorded };
        let (router, library): (_, Box<dyn Any>) = match row {
            NO_LAYER => (router, Box::new(())),
            OURS => {
                let ours = Ours::install(installed)?;
                (router.layer(HttpServerLayer::new().route_from(route)), Box::new(ours))
            }
            OTEL_TOWER => {
                let library = installed_opentelemetry(installed)?;
                (router.layer(LayerBuilder::builder().with_metrics(false).build()?), library)
            }
            AXUM_TRACING => {
                global::set_text_map_propagator(TraceContextPropagator::new());
                let library = Tracing::<true>::install(installed)?;
                (router.layer(OtelAxumLayer::default()), Box::new(library))
            }
            TRACE_LAYER => {
                let library = Tracing::<true>::install(installed)?;
                let make_span = DefaultMakeSpan::new().level(Level::INFO);
                (router.layer(TraceLayer::new_for_http().make_span_with(make_span)), Box::new(library))
            }
            _ => return Err(format!("no row `{row}`").into()),
        };
        let traceparent = match state {
            "unsampled" => "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
            _ => "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        };
        Ok(Self { router, traceparent, _library: library })
    }

    fn request(&self) -> Result<Request<Body>> {
        let request = Request::get("/carts/7?lang=it").header("host", "shop.example:8080");
        let request = request.header("user-agent", "bench/1").header("traceparent", self.traceparent);
        Ok(request.body(Body::empty())?)
    }

    /// Answers so many requests. Returns nanoseconds, allocations and their bytes, for each. What it takes to make the
    /// requests is not in it.
    ///
    /// # Errors
    ///
    /// If an answer is not what it should be.
    pub fn answer(&mut self, requests: u32) -> Result<[f64; 3]> {
        let made: Vec<_> = (0..requests).map(|_| self.request()).collect::<Result<_>>()?;
        let mut bytes = 0;
        let (allocations, start) = (so_far(), thread_nanos());
        for request in made {
            let response = ready(self.router.call(request)).ok_or("a response that takes time")??;
            bytes += ready(response.into_body().collect()).ok_or("a body that takes time")??.to_bytes().len();
        }
        let (nanos, after) = (thread_nanos() - start, so_far());
        if bytes != "seven".len() * requests as usize {
            return Err("another answer".into());
        }
        #[expect(clippy::cast_precision_loss, reason = "counts far below 2^53")]
        let counts = [(after.0 - allocations.0) as f64, (after.1 - allocations.1) as f64];
        Ok([nanos, counts[0], counts[1]].map(|sum| sum / f64::from(requests)))
    }
}

/// The SDK as the global provider.
fn installed_opentelemetry(state: State<'_>) -> Result<Box<dyn Any>> {
    global::set_text_map_propagator(TraceContextPropagator::new());
    if state == State::Nothing {
        return Ok(Box::new(()));
    }
    let installed = install(state)?;
    global::set_tracer_provider(installed.provider.clone());
    Ok(Box::new(installed))
}

/// What a future without waiting gives.
fn ready<T>(future: impl Future<Output = T>) -> Option<T> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
