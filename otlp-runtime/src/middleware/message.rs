//! What conventions of servers and clients read from requests in the same way.
//!
//! In: parts of a request. Out: attributes, or texts for them.
//! Never here: which of them a convention asks for.

use http::header::HOST;
use http::{HeaderMap, Method, Uri, Version};

use super::url::{host_and_port, port_of};
use crate::callsite::Scope;
use crate::propagation::{Context, Destinations};
use crate::span::{Span, propagators};

/// The library that makes the spans: this one.
pub(super) const SCOPE: Scope = Scope::new(env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));

/// The methods that the semantic conventions list.
pub(super) const KNOWN_METHODS: &[&str] =
    &["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "QUERY", "TRACE"];

/// Records the method, one of the known or `_OTHER`: strangers choose methods, and names are made of them.
pub(super) fn record_method(span: &mut Span, method: &Method, known: &[&str]) {
    let method = method.as_str();
    if known.contains(&method) {
        span.record("http.request.method", method);
    } else {
        span.record("http.request.method", "_OTHER");
        span.record("http.request.method_original", method);
    }
}

/// Records the host and the port of an authority, or the port of the scheme if it has none.
pub(super) fn record_server(span: &mut Span, authority: &str, scheme: &str) {
    let (host, port) = host_and_port(authority);
    if !host.is_empty() {
        span.record("server.address", host);
        span.record("server.port", port.unwrap_or_else(|| port_of(scheme)));
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

/// A header's text; empty if it has none.
pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Returns what `host` gets of the span's context; `None` if that is nothing.
pub(super) fn shared(span: &Span, destinations: &Destinations, host: &str) -> Option<Context> {
    // Nobody is asked while nothing is sent.
    if propagators().is_empty() { None } else { destinations.share(host, span.handed_on()) }
}
