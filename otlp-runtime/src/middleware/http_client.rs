//! HTTP requests that go out: `span.http.client` of the semantic conventions.
//!
//! In: requests as a client sends them, responses as they come. Out: a span of kind client for each, and its context in
//! the request.
//! Never here: retries (a layer around this one makes a span of each attempt).

use http::{Request, Response};
use tower_layer::Layer;

use super::message::{KNOWN_METHODS, SCOPE, authority, record_method, record_server, shared, version};
use super::service::sealed::Sealed;
use super::service::{Convention, TracedService};
use super::url::{Query, SECRET_QUERY_KEYS, Url, host_and_port};
use crate::callsite::{Callsite, NamePart, SpanKind};
use crate::local::Relation;
use crate::propagation::Destinations;
use crate::span::{Span, inject_shared};

static CALLSITE: Callsite = Callsite::new(SCOPE, SpanKind::Client, "HTTP", b"")
    .with_names(&[&[NamePart::KeyBut("http.request.method", "_OTHER", "HTTP")]]);

/// Makes a span of kind client of each request, below the current span, and sends its context along.
///
/// Named by the method. Recorded: `http.request.method` (`_OTHER` for one not listed, which is then
/// `http.request.method_original`), `url.full` without user, password and the values of listed keys, `server.address`,
/// `server.port`, and of the response `http.response.status_code` and `network.protocol.version`. A 4xx and a 5xx are
/// errors, with the number as `error.type`.
///
/// A URL that is a path alone is completed by `Host` and `http`. A body that is dropped half read ends the span, which is
/// no cancellation.
///
/// ```
/// use otlp_runtime::middleware::HttpClientLayer;
/// use tower_layer::Layer as _;
///
/// // Others get no context, and none that was copied from another request either.
/// let layer = HttpClientLayer::new().inject_to(|host| host == "localhost" || host.ends_with(".shop.internal"));
/// # #[derive(Clone)]
/// # struct Client;
/// # let _ = layer.layer(Client);
/// ```
///
/// reqwest's client (0.13, feature `stream`) becomes such a service by a closure; this crate does not depend on it:
///
/// ```ignore
/// let service = tower::service_fn(move |request: http::Request<reqwest::Body>| {
///     let client = client.clone();
///     async move {
///         let response = client.execute(reqwest::Request::try_from(request)?).await?;
///         Ok::<_, reqwest::Error>(http::Response::<reqwest::Body>::from(response))
///     }
/// });
/// ```
#[derive(Clone, Debug)]
pub struct HttpClientLayer {
    destinations: Destinations,
    known_methods: &'static [&'static str],
    secret_keys: &'static [&'static str],
}

impl HttpClientLayer {
    /// Sends the trace context to every host, and baggage to those inside.
    pub fn new() -> Self {
        Self {
            destinations: Destinations::default(),
            known_methods: KNOWN_METHODS,
            secret_keys: SECRET_QUERY_KEYS,
        }
    }

    /// Sets which hosts get the context, baggage included; others get none of it (TRU-05). Default: all get the trace
    /// context, and hosts inside the baggage, too: see [`Destinations`](crate::Destinations).
    ///
    /// A host is a name or an address without port and brackets. The closure runs for each request.
    pub fn inject_to(mut self, is_allowed: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.destinations = Destinations::those(is_allowed);
        self
    }

    /// Sets which hosts get what (TRU-05).
    ///
    /// `Destinations::ours(&["shop.example"])` adds domains to those that get baggage.
    pub fn destinations(mut self, destinations: Destinations) -> Self {
        self.destinations = destinations;
        self
    }

    /// Sets which methods are recorded as they are. Default: the nine of RFC 9110 and RFC 5789, and `QUERY`.
    pub const fn known_methods(mut self, methods: &'static [&'static str]) -> Self {
        self.known_methods = methods;
        self
    }

    /// Sets the keys of a query whose values are recorded as `REDACTED`; case counts.
    ///
    /// Default, by the semantic conventions: `AWSAccessKeyId`, `Signature`, `sig`, `X-Goog-Signature`, `X-Amz-Signature`,
    /// `X-Amz-Credential`, `X-Amz-Security-Token`.
    pub const fn redact_query(mut self, keys: &'static [&'static str]) -> Self {
        self.secret_keys = keys;
        self
    }
}

impl Default for HttpClientLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for HttpClientLayer {
    type Service = TracedService<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedService::new(inner, self.clone())
    }
}

impl Sealed for HttpClientLayer {}

impl Convention for HttpClientLayer {
    const NEEDS_WHOLE_RESPONSE: bool = false;
    type Kept = ();

    fn start<B>(&self, request: &mut Request<B>) -> (Span, ()) {
        let mut span = Span::start(&CALLSITE, Relation::CurrentAnywhere);
        if span.starts_recording() {
            let uri = request.uri();
            let (scheme, authority) = (uri.scheme_str().unwrap_or("http"), authority(uri, request.headers()));
            record_method(&mut span, request.method(), self.known_methods);
            let query = uri.query().map(|text| Query { text, secret_keys: self.secret_keys });
            span.record("url.full", format_args!("{}", Url { scheme, authority, path: uri.path(), query }));
            record_server(&mut span, authority, scheme);
        }
        span.settle();
        let host = host_and_port(authority(request.uri(), request.headers())).0;
        let context = shared(&span, &self.destinations, host);
        inject_shared(context.as_ref(), request.headers_mut());
        (span, ())
    }

    fn responded<B>(span: &mut Span, (): &(), response: &Response<B>) {
        let status = response.status();
        span.record("http.response.status_code", status.as_u16());
        span.record("network.protocol.version", version(response.version()));
        if status.is_client_error() || status.is_server_error() {
            span.fail(status.as_str());
        }
    }
}
