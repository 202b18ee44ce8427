//! What conventions of servers and clients read from requests in the same way.
//!
//! In: parts of a request. Out: attributes, or texts for them.
//! Never here: which of them a convention asks for.

use http::header::HOST;
use http::{HeaderMap, Method, Uri, Version};

use super::url::{Query, SECRET_QUERY_KEYS, host_and_port, port_of};
use crate::callsite::{NamePart, Scope};
use crate::propagation::{Context, Destinations, EntryPoint};
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

/// Returns what `host` gets of the span's context; `None` if that is nothing.
pub(super) fn shared(span: &Span, destinations: &Destinations, host: &str) -> Option<Context> {
    // Nobody is asked while nothing is sent.
    if propagators().is_empty() { None } else { destinations.share(host, span.handed_on()) }
}
