//! HTTP requests that come in: `span.http.server` of the semantic conventions.
//!
//! In: requests as a server has them, responses as a handler makes them. Out: a span of kind server for each.
//! Never here: the client's address (it is in no type of the crate `http`, and what headers say of it anybody can write).

use core::fmt;

use http::header::USER_AGENT;
use http::{Extensions, HeaderMap, Request, Response};

use super::builders::{has_entry_point, has_http_rules, is_layer};
use super::message::{HttpRules, METHOD, SCOPE, TRUST, authority, record_server, text, version};
use super::service::Convention;
use crate::callsite::{Callsite, NamePart, SpanKind};
use crate::propagation::EntryPoint;
use crate::span::Span;

static CALLSITE: Callsite = Callsite::new(SCOPE, SpanKind::Server, "HTTP", b"")
    .with_names(&[&[METHOD, NamePart::Text(" "), NamePart::Key("http.route")], &[METHOD]]);

/// Makes a span of kind server of each request, in the trace that the request brings.
///
/// Named `GET /carts/{id}`, or `GET` where no route is known. Recorded, as far as they are there: `http.request.method`
/// (`_OTHER` for one not listed, which is then `http.request.method_original`), `url.path`, `url.scheme`, `url.query`
/// without the values of listed keys, `server.address` and `server.port` (of the URL or `Host`), `user_agent.original`,
/// `network.protocol.version`, `http.route`, `http.response.status_code`. A 5xx is an error, with the number as
/// `error.type`; a 4xx is none, on a server.
///
/// The scheme is that of the URL, else `X-Forwarded-Proto` where it says `http` or `https`, else `http`.
///
/// ```
/// use otlp_runtime::EntryPoint;
/// use otlp_runtime::middleware::HttpServerLayer;
/// use tower_layer::Layer as _;
///
/// static EDGE: EntryPoint = EntryPoint::link(); // anybody may call
///
/// # #[derive(Clone)]
/// # struct MatchedPath(String);
/// # impl MatchedPath { fn as_str(&self) -> &str { &self.0 } }
/// let layer = HttpServerLayer::new()
///     .entry_point(&EDGE)
///     // In axum, with `Router::layer`: `axum::extract::MatchedPath`.
///     .route_from(|extensions| extensions.get::<MatchedPath>().map(MatchedPath::as_str));
/// # #[derive(Clone)]
/// # struct Service;
/// # let _ = layer.layer(Service);
/// ```
#[derive(Clone, Copy)]
pub struct HttpServerLayer {
    entry_point: &'static EntryPoint,
    route: fn(&Extensions) -> Option<&str>,
    http: HttpRules,
}

is_layer!(HttpServerLayer);
has_entry_point!(HttpServerLayer);
has_http_rules!(HttpServerLayer);

impl HttpServerLayer {
    /// Trusts what comes in, and knows no routes.
    pub const fn new() -> Self {
        Self { entry_point: &TRUST, route: |_| None, http: HttpRules::new() }
    }

    /// Sets where the route is found among a request's extensions: `/carts/{id}`, never the path itself.
    ///
    /// Default: nowhere. A handler may also say it: `record!(http.route = "/carts/{id}")`.
    pub const fn route_from(mut self, route: fn(&Extensions) -> Option<&str>) -> Self {
        self.route = route;
        self
    }
}

impl fmt::Debug for HttpServerLayer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpServerLayer").field("entry_point", &self.entry_point).finish_non_exhaustive()
    }
}

impl Convention for HttpServerLayer {
    const NEEDS_WHOLE_RESPONSE: bool = true;
    type Kept = ();

    fn start<B>(&self, request: &mut Request<B>) -> (Span, ()) {
        let mut span = Span::start_from(&CALLSITE, &self.entry_point.extract(request.headers()));
        if span.starts_recording() {
            let (uri, headers) = (request.uri(), request.headers());
            self.http.record_method(&mut span, request.method());
            span.record_first("url.path", uri.path());
            let scheme = uri.scheme_str().unwrap_or_else(|| forwarded_scheme(headers));
            span.record_first("url.scheme", scheme);
            if let Some(text) = uri.query() {
                span.record_first("url.query", format_args!("{}", self.http.query(text)));
            }
            record_server(&mut span, authority(uri, headers), scheme);
            let agent = text(headers, USER_AGENT.as_str());
            span.record_first("user_agent.original", Some(agent).filter(|agent| !agent.is_empty()));
            span.record_first("network.protocol.version", version(request.version()));
            span.record_first("http.route", (self.route)(request.extensions()));
        }
        span.settle();
        (span, ())
    }

    fn responded<B>(span: &mut Span, (): &(), response: &Response<B>) -> bool {
        let status = response.status();
        span.record("http.response.status_code", status.as_u16());
        if status.is_server_error() {
            span.fail(status.as_str());
        }
        false
    }
}

/// The scheme that a proxy in front of the server was called with. Only two words count, so nobody can write others.
fn forwarded_scheme(headers: &HeaderMap) -> &'static str {
    if text(headers, "x-forwarded-proto").eq_ignore_ascii_case("https") { "https" } else { "http" }
}
