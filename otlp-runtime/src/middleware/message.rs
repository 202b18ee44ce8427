//! What conventions of servers and clients read from requests in the same way.
//!
//! In: parts of a request. Out: attributes, or texts for them.
//! Never here: which of them a convention asks for.

use std::sync::Arc;

use http::header::HOST;
use http::{HeaderMap, Method, Uri, Version};

use super::url::{Query, SECRET_QUERY_KEYS, host_and_port, port_of};
use crate::callsite::{NamePart, Scope};
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};
use crate::propagation::{Context, EntryPoint, Injector};
use crate::span::{Span, propagators};

/// The library that makes the spans: this one.
pub(super) const SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// How far servers trust what comes in, unless they say otherwise.
pub(super) static TRUST: EntryPoint = EntryPoint::trust();

/// The methods that the semantic conventions list.
const KNOWN_METHODS: &[&str] =
    &["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

/// The name's first part, in HTTP.
pub(super) const METHOD: NamePart = NamePart::KeyBut("http.request.method", "_OTHER", "HTTP");

/// What of an HTTP request may be recorded as it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct HttpRules {
    pub(super) known_methods: &'static [&'static str],
    pub(super) secret_keys: &'static [&'static str],
}

impl HttpRules {
    pub(super) const fn new() -> Self {
        Self { known_methods: KNOWN_METHODS, secret_keys: SECRET_QUERY_KEYS }
    }

    /// Records the method, one of the known or `_OTHER`: strangers choose methods, and names are made of them.
    pub(super) fn record_method(self, span: &mut Span, method: &Method) {
        let method = method.as_str();
        if self.known_methods.contains(&method) {
            span.record_first("http.request.method", method);
        } else {
            span.record_first("http.request.method", "_OTHER");
            span.record_first("http.request.method_original", method);
        }
    }

    /// The query of a URL as it may be shown.
    pub(super) const fn query(self, text: &str) -> Query<'_> {
        Query { text, secret_keys: self.secret_keys }
    }
}

/// Records the host and the port of an authority, or the port of the scheme if it has none.
pub(super) fn record_server(span: &mut Span, authority: &str, scheme: &str) {
    let (host, port) = host_and_port(authority);
    if !host.is_empty() {
        span.record_first("server.address", host);
        span.record_first("server.port", port.unwrap_or_else(|| port_of(scheme)));
    }
}

/// The version as `network.protocol.version` has it.
pub(super) fn version(version: Version) -> Option<&'static str> {
    Some(match version {
        Version::HTTP_09 => "0.9",
        Version::HTTP_10 => "1.0",
        Version::HTTP_11 => "1.1",
        Version::HTTP_2 => "2",
        Version::HTTP_3 => "3",
        _ => return None,
    })
}

/// Whom a request is for: by its URL, or by the header where that is a path alone; empty if nothing says it.
pub(super) fn authority<'a>(uri: &'a Uri, headers: &'a HeaderMap) -> &'a str {
    match uri.authority() {
        Some(authority) => authority.as_str(),
        None => text(headers, HOST.as_str()),
    }
}

/// A header's text; empty if it has none, or no UTF-8.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| core::str::from_utf8(value.as_bytes()).ok()).unwrap_or_default()
}

type IsAllowed = dyn Fn(&str) -> bool + Send + Sync;

/// Which hosts the context is sent to; all of them unless something is said.
#[derive(Clone, Default)]
pub(super) struct Destinations(Option<Arc<IsAllowed>>);

impl Destinations {
    pub(super) fn those(is_allowed: impl Fn(&str) -> bool + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(is_allowed)))
    }

    /// Says whether `host` gets it. Nobody is asked while nothing is sent.
    pub(super) fn include(&self, host: &str) -> bool {
        propagators().is_empty() || self.0.as_ref().is_none_or(|is_allowed| is_allowed(host))
    }
}

/// Writes the span's context into what is sent; for who shall not have it, removes any that was copied.
pub(super) fn inject(span: &Span, is_allowed: bool, headers: &mut HeaderMap) {
    if is_allowed {
        span.inject(headers);
    } else {
        // Whichever context it is, what is written is taken for what has to go.
        let id = (TraceId::from_bytes([1; 16]), SpanId::from_bytes([1; 8]));
        let context = SpanContext::new(id.0, id.1, TraceFlags::SAMPLED, false, TraceState::empty());
        Context::new(context).inject(&mut Removing(headers));
    }
}

/// Headers that lose the names that are written.
struct Removing<'a>(&'a mut HeaderMap);

impl Injector for Removing<'_> {
    fn set(&mut self, name: &str, _: &str) {
        self.0.remove(name);
    }

    fn remove(&mut self, name: &str) {
        self.0.remove(name);
    }
}

impl core::fmt::Debug for Destinations {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(if self.0.is_some() { "those that a closure allows" } else { "all" })
    }
}
