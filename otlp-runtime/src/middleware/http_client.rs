//! HTTP requests that go out: `span.http.client` of the semantic conventions.
//!
//! In: requests as a client sends them, responses as they come. Out: a span of kind client for each, and its context in
//! the request.
//! Never here: retries (a layer around this one makes a span of each attempt), reqwest's own types (`reqwest_client`).

use http::{Extensions, Method, Request, Response};

use super::builders::{has_destinations, has_http_rules, is_layer};
use super::message::{HttpRules, METHOD, SCOPE, authority, record_server, shared, version};
use super::service::Convention;
use super::url::{Url, host_and_port};
use crate::callsite::{Callsite, NamePart, SpanKind};
use crate::local::Relation;
use crate::propagation::{Context, Destinations};
use crate::span::{Span, inject_shared};

static CALLSITE: Callsite = Callsite::new(SCOPE, SpanKind::Client, "HTTP", b"")
    .with_names(&[&[METHOD, NamePart::Text(" "), NamePart::Key("url.template")], &[METHOD]]);

/// The path of a URL, with names where values are: `/carts/{id}`. In the extensions of a request, it names the span
/// (`GET /carts/{id}`) and is recorded as `url.template`.
///
/// ```
/// use otlp_runtime::middleware::UrlTemplate;
///
/// let request = http::Request::get("http://shop.internal/carts/7").extension(UrlTemplate("/carts/{id}")).body(())?;
/// # Ok::<(), http::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UrlTemplate(pub &'static str);

/// How often a request was sent before. In the extensions of a request, it is recorded as `http.request.resend_count`,
/// unless it is 0.
///
/// A retry policy of tower sets it (`retry` has the request as `&mut`). With reqwest-middleware it is counted by itself:
/// layers that retry come before this one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ResendCount(pub u32);

/// Makes a span of kind client of each request, below the current span, and sends its context along.
///
/// Named by the method, and by the [`UrlTemplate`] if the request has one. Recorded: `http.request.method` (`_OTHER` for
/// one not listed, which is then `http.request.method_original`), `url.full` without user, password and the values of
/// listed keys, `server.address`, `server.port`, and of the response `http.response.status_code` and
/// `network.protocol.version`. A 4xx and a 5xx are errors, with the number as `error.type`.
///
/// A URL that is a path alone is completed by `Host` and `http`. A body that is dropped half read ends the span, which is
/// no cancellation.
///
/// ```
/// use otlp_runtime::Destinations;
/// use otlp_runtime::middleware::HttpClientLayer;
/// use tower_layer::Layer as _;
///
/// // Others get no baggage, and none that was copied from another request either.
/// let layer = HttpClientLayer::new().destinations(Destinations::ours(&["shop.example"]));
/// # #[derive(Clone)]
/// # struct Client;
/// # let _ = layer.layer(Client);
/// ```
///
/// With the feature `reqwest` it is a middleware of reqwest's client, too: see its implementation of `Middleware`, below.
#[derive(Clone, Debug)]
pub struct HttpClientLayer {
    destinations: Destinations,
    http: HttpRules,
}

is_layer!(HttpClientLayer);
has_destinations!(HttpClientLayer);
has_http_rules!(HttpClientLayer);

/// A request as it goes out, whatever its type.
pub(super) struct Outgoing<'a> {
    pub(super) method: &'a Method,
    pub(super) scheme: &'a str,
    pub(super) authority: &'a str,
    pub(super) path: &'a str,
    pub(super) query: Option<&'a str>,
    pub(super) extensions: &'a Extensions,
}

impl HttpClientLayer {
    /// Sends the trace context to every host, and baggage to those inside.
    pub fn new() -> Self {
        Self { destinations: Destinations::default(), http: HttpRules::new() }
    }

    /// Starts the span of a request. Returns what the request gets of its context.
    pub(super) fn begin(&self, request: &Outgoing<'_>) -> (Span, Option<Context>) {
        let &Outgoing { method, scheme, authority, path, query, extensions } = request;
        let mut span = Span::start(&CALLSITE, Relation::CurrentAnywhere);
        if span.starts_recording() {
            self.http.record_method(&mut span, method);
            let query = query.map(|text| self.http.query(text));
            span.record_first("url.full", format_args!("{}", Url { scheme, authority, path, query }));
            record_server(&mut span, authority, scheme);
            span.record_first("url.template", extensions.get::<UrlTemplate>().map(|template| template.0));
            let resent = extensions.get::<ResendCount>().map(|count| count.0).filter(|count| *count > 0);
            span.record_first("http.request.resend_count", resent);
        }
        span.settle();
        let context = shared(&span, &self.destinations, host_and_port(authority).0);
        (span, context)
    }
}

impl Default for HttpClientLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl Convention for HttpClientLayer {
    const NEEDS_WHOLE_RESPONSE: bool = false;
    type Kept = ();

    fn start<B>(&self, request: &mut Request<B>) -> (Span, ()) {
        let uri = request.uri();
        let (span, context) = self.begin(&Outgoing {
            method: request.method(),
            scheme: uri.scheme_str().unwrap_or("http"),
            authority: authority(uri, request.headers()),
            path: uri.path(),
            query: uri.query(),
            extensions: request.extensions(),
        });
        inject_shared(context.as_ref(), request.headers_mut());
        (span, ())
    }

    fn responded<B>(span: &mut Span, (): &(), response: &Response<B>) -> bool {
        let status = response.status();
        span.record("http.response.status_code", status.as_u16());
        span.record("network.protocol.version", version(response.version()));
        if status.is_client_error() || status.is_server_error() {
            span.fail(status.as_str());
        }
        false
    }
}
