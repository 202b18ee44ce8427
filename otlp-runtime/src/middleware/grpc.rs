//! gRPC calls: `span.rpc.grpc.call.server` and `.client` of the semantic conventions.
//!
//! In: gRPC as it is in HTTP/2: a path, a status in the headers or trailers of the response. Out: a span for each call.
//! Never here: messages; tonic's own types, which are not needed for it.

use http::{HeaderMap, Request, Response, StatusCode, Uri};
use tower_layer::Layer;

use super::message::{SCOPE, authority, record_server, shared};
use super::service::sealed::Sealed;
use super::service::{Convention, TracedService};
use super::url::host_and_port;
use crate::callsite::{Callsite, NamePart, SpanKind};
use crate::local::Relation;
use crate::propagation::{Destinations, EntryPoint};
use crate::span::{Span, inject_shared};

const NAMES: &[&[NamePart]] = &[&[NamePart::KeyNot("rpc.method", "_OTHER")]];

static SERVER: Callsite = Callsite::new(SCOPE, SpanKind::Server, "grpc", b"").with_names(NAMES);
static CLIENT: Callsite = Callsite::new(SCOPE, SpanKind::Client, "grpc", b"").with_names(NAMES);

static TRUST: EntryPoint = EntryPoint::trust();

/// The names of gRPC's status codes, by number.
const CODES: [&str; 17] = [
    "OK",
    "CANCELLED",
    "UNKNOWN",
    "INVALID_ARGUMENT",
    "DEADLINE_EXCEEDED",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "FAILED_PRECONDITION",
    "ABORTED",
    "OUT_OF_RANGE",
    "UNIMPLEMENTED",
    "INTERNAL",
    "UNAVAILABLE",
    "DATA_LOSS",
    "UNAUTHENTICATED",
];

/// The codes that are errors of a server; any but `OK` is one of a client.
const SERVER_ERRORS: [&str; 6] =
    ["UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"];

/// The code that headers or trailers hold. A number without a name counts as `UNKNOWN`, as gRPC has it.
fn code_in(headers: &HeaderMap) -> Option<&'static str> {
    let number = headers.get("grpc-status")?.to_str().ok().and_then(|number| number.parse::<usize>().ok());
    Some(number.and_then(|number| CODES.get(number).copied()).unwrap_or("UNKNOWN"))
}

/// The code that stands for an HTTP status where gRPC said nothing (gRPC, "HTTP to gRPC Status Code Mapping").
fn code_of(status: StatusCode) -> Option<&'static str> {
    Some(match status.as_u16() {
        200 => return None,
        400 => "INTERNAL",
        401 => "UNAUTHENTICATED",
        403 => "PERMISSION_DENIED",
        404 => "UNIMPLEMENTED",
        429 | 502 | 503 | 504 => "UNAVAILABLE",
        _ => "UNKNOWN",
    })
}

fn record_code(span: &mut Span, code: Option<&str>, is_error: fn(&str) -> bool) {
    if let Some(code) = code {
        span.record("rpc.response.status_code", code);
        if is_error(code) {
            span.fail(code);
        }
    }
}

/// `package.Service/Method`.
fn method(uri: &Uri) -> &str {
    uri.path().strip_prefix('/').unwrap_or_default()
}

/// Makes a span of kind server of each gRPC call, in the trace that the request brings.
///
/// Named `package.Service/Method`. Recorded: `rpc.system.name`, `rpc.method`, `server.address`, `server.port`,
/// `rpc.response.status_code` as a word. `UNKNOWN`, `DEADLINE_EXCEEDED`, `UNIMPLEMENTED`, `INTERNAL`, `UNAVAILABLE` and
/// `DATA_LOSS` are errors, with the word as `error.type`.
///
/// A method that is answered with `UNIMPLEMENTED` before any message is one that the server does not know: `rpc.method` is
/// `_OTHER`, what was asked for is `rpc.method_original`, and the name is `grpc`.
///
/// ```
/// use otlp_runtime::middleware::GrpcServerLayer;
///
/// let layer = GrpcServerLayer::new(); // tonic::transport::Server::builder().layer(layer)
/// ```
#[derive(Clone, Copy, Debug)]
pub struct GrpcServerLayer {
    entry_point: &'static EntryPoint,
}

impl GrpcServerLayer {
    /// Trusts what comes in.
    pub const fn new() -> Self {
        Self { entry_point: &TRUST }
    }

    /// Sets how far the context in a request is trusted. Default: [`EntryPoint::trust`].
    pub const fn entry_point(mut self, entry_point: &'static EntryPoint) -> Self {
        self.entry_point = entry_point;
        self
    }
}

impl Default for GrpcServerLayer {
    fn default() -> Self {
        Self::new()
    }
}

impl<S> Layer<S> for GrpcServerLayer {
    type Service = TracedService<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedService::new(inner, *self)
    }
}

impl Sealed for GrpcServerLayer {}

impl Convention for GrpcServerLayer {
    const NEEDS_WHOLE_RESPONSE: bool = true;
    /// The URL of a recorded call.
    type Kept = Option<Uri>;

    fn start<B>(&self, request: &mut Request<B>) -> (Span, Option<Uri>) {
        let mut span = Span::start_from(&SERVER, &self.entry_point.extract(request.headers()));
        if span.starts_recording() {
            let uri = request.uri();
            span.record("rpc.system.name", "grpc");
            span.record("rpc.method", method(uri));
            record_server(&mut span, authority(uri, request.headers()), uri.scheme_str().unwrap_or("http"));
        }
        span.settle();
        let kept = span.is_recording().then(|| request.uri().clone());
        (span, kept)
    }

    fn responded<B>(span: &mut Span, kept: &Option<Uri>, response: &Response<B>) {
        let code = code_in(response.headers());
        if let (Some("UNIMPLEMENTED"), Some(uri)) = (code, kept) {
            // Strangers choose what they ask for; names and `rpc.method` have few values each.
            span.record("rpc.method", "_OTHER");
            span.record("rpc.method_original", method(uri));
        }
        record_code(span, code, |code| SERVER_ERRORS.contains(&code));
    }

    fn trailed(span: &mut Span, trailers: &HeaderMap) {
        record_code(span, code_in(trailers), |code| SERVER_ERRORS.contains(&code));
    }
}

/// Makes a span of kind client of each gRPC call, below the current span, and sends its context along.
///
/// As [`GrpcServerLayer`]'s, but any code except `OK` is an error.
///
/// tonic's clients know a method, and the channel below them knows the server; so the layer, between the two, is told.
///
/// ```
/// use otlp_runtime::middleware::GrpcClientLayer;
/// use tower_layer::Layer as _;
///
/// let uri = http::Uri::from_static("http://payments.shop.internal:50051"); // `Endpoint::uri`
/// let layer = GrpcClientLayer::new(uri);
/// # #[derive(Clone)]
/// # struct Channel;
/// # let channel = Channel;
/// let service = layer.layer(channel); // PaymentsClient::new(service)
/// ```
#[derive(Clone, Debug)]
pub struct GrpcClientLayer {
    server: Uri,
    destinations: Destinations,
}

impl GrpcClientLayer {
    /// For calls to `server`; sends the trace context, and baggage if that is inside.
    pub fn new(server: Uri) -> Self {
        Self { server, destinations: Destinations::default() }
    }

    /// Sets which hosts get the context, baggage included; others get none of it (TRU-05). Default: all get the trace
    /// context, and hosts inside the baggage, too: see [`Destinations`](crate::Destinations).
    ///
    /// For an allow-list that all clients of a program share.
    pub fn inject_to(mut self, is_allowed: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        self.destinations = Destinations::those(is_allowed);
        self
    }

    /// Sets which hosts get what (TRU-05).
    pub fn destinations(mut self, destinations: Destinations) -> Self {
        self.destinations = destinations;
        self
    }

    fn authority(&self) -> &str {
        self.server.authority().map_or("", |authority| authority.as_str())
    }
}

impl<S> Layer<S> for GrpcClientLayer {
    type Service = TracedService<S, Self>;

    fn layer(&self, inner: S) -> Self::Service {
        TracedService::new(inner, self.clone())
    }
}

impl Sealed for GrpcClientLayer {}

impl Convention for GrpcClientLayer {
    const NEEDS_WHOLE_RESPONSE: bool = true;
    type Kept = ();

    fn start<B>(&self, request: &mut Request<B>) -> (Span, ()) {
        let mut span = Span::start(&CLIENT, Relation::CurrentAnywhere);
        if span.starts_recording() {
            span.record("rpc.system.name", "grpc");
            span.record("rpc.method", method(request.uri()));
            record_server(&mut span, self.authority(), self.server.scheme_str().unwrap_or("http"));
        }
        span.settle();
        let context = shared(&span, &self.destinations, host_and_port(self.authority()).0);
        inject_shared(context.as_ref(), request.headers_mut());
        (span, ())
    }

    fn responded<B>(span: &mut Span, (): &(), response: &Response<B>) {
        let code = code_in(response.headers()).or_else(|| code_of(response.status()));
        record_code(span, code, |code| code != "OK");
    }

    fn trailed(span: &mut Span, trailers: &HeaderMap) {
        record_code(span, code_in(trailers), |code| code != "OK");
    }
}
