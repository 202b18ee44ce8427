//! Writes an `ExportTraceServiceRequest`.
//!
//! In: records with their tails, and a ready resource. Out: one request's bytes; spans are
//! grouped by scope, and most of each is copied as it is.
//! Never here: chunks, sockets, protobuf messages as objects.

#[cfg(any(feature = "http", feature = "grpc"))]
mod split;

#[cfg(any(feature = "http", feature = "grpc"))]
pub(crate) use self::split::split_request;

use crate::callsite::Scope;
use crate::chunk::record::Record;
use crate::proto::otlp::{request, span};
use crate::proto::wire::{delimited_len, put_bytes, put_delimited};

/// The parts of a request around its spans, encoded.
#[derive(Debug, Default)]
pub(crate) struct Envelope {
    /// The body of `Resource`.
    pub(crate) resource: Vec<u8>,
    /// `ResourceSpans.schema_url`; empty for none.
    pub(crate) schema_url: String,
}

impl Envelope {
    /// Returns what a request has beside its spans, at most, if all of them are of one scope.
    pub(crate) fn max_len(&self) -> usize {
        // Four tags with the longest lengths, and a scope with a long name.
        delimited_len(self.resource.len()) + delimited_len(self.schema_url.len()) + 4 * 11 + 256
    }
}

/// Trace id, span id, kind, start, end, flags: what every span has, always as long.
const FIXED_LEN: usize = 18 + 10 + 2 + 9 + 9 + 6;
/// A parent's id.
const PARENT_LEN: usize = 10;

/// Appends a request for the spans that `records` yields; it is called twice.
pub(crate) fn put_request<'a, I>(out: &mut Vec<u8>, envelope: &Envelope, records: impl Fn() -> I)
where
    I: Iterator<Item = (Record, &'a [u8])>,
{
    let mut groups: Vec<(Scope, usize)> = Vec::new();
    for (record, tail) in records() {
        let len = delimited_len(span_len(&record, tail));
        let scope = record.callsite.scope();
        match groups.iter_mut().find(|(found, _)| found == scope) {
            Some((_, spans_len)) => *spans_len += len,
            None => groups.push((*scope, len)),
        }
    }
    if groups.is_empty() {
        return; // OTLP-13: no envelope without spans
    }
    let group_len = |(scope, spans_len): &(Scope, usize)| {
        delimited_len(scope_len(scope)) + spans_len + text_len(scope.schema_url())
    };
    let schema_len = text_len(&envelope.schema_url);
    let resource_spans_len = delimited_len(envelope.resource.len())
        + groups.iter().map(|group| delimited_len(group_len(group))).sum::<usize>()
        + schema_len;
    out.reserve_exact(delimited_len(resource_spans_len));
    put_delimited(out, request::RESOURCE_SPANS, resource_spans_len);
    put_bytes(out, request::RESOURCE, &envelope.resource);
    for group in &groups {
        put_delimited(out, request::SCOPE_SPANS, group_len(group));
        put_scope(out, &group.0);
        for (record, tail) in records().filter(|(record, _)| *record.callsite.scope() == group.0) {
            put_delimited(out, request::SPANS, span_len(&record, tail));
            put_span(out, &record, tail);
        }
        put_text(out, request::SCHEMA_URL, group.0.schema_url());
    }
    put_text(out, request::SCHEMA_URL, &envelope.schema_url);
}

/// Returns how many bytes a span takes in a request.
pub(crate) fn span_bytes(record: &Record, tail: &[u8]) -> usize {
    delimited_len(span_len(record, tail))
}

fn scope_len(scope: &Scope) -> usize {
    text_len(scope.name()) + text_len(scope.version()) + scope.attributes().len()
}

fn put_scope(out: &mut Vec<u8>, scope: &Scope) {
    put_delimited(out, request::SCOPE, scope_len(scope));
    put_text(out, request::SCOPE_NAME, scope.name());
    put_text(out, request::SCOPE_VERSION, scope.version());
    out.extend_from_slice(scope.attributes());
}

/// Returns the length of a text field that is left out when it is empty.
fn text_len(text: &str) -> usize {
    if text.is_empty() { 0 } else { delimited_len(text.len()) }
}

fn put_text(out: &mut Vec<u8>, tag: u8, text: &str) {
    if !text.is_empty() {
        put_bytes(out, tag, text.as_bytes());
    }
}

fn span_len(record: &Record, tail: &[u8]) -> usize {
    let parent = if record.parent_span_id.is_valid() { PARENT_LEN } else { 0 };
    let name = if record.owns_name { 0 } else { delimited_len(record.callsite.name().len()) };
    let attributes = if record.owns_attributes { 0 } else { record.callsite.attributes().len() };
    FIXED_LEN + parent + name + attributes + tail.len()
}

fn put_span(out: &mut Vec<u8>, record: &Record, tail: &[u8]) {
    put_bytes(out, span::TRACE_ID, &record.trace_id.to_bytes());
    put_bytes(out, span::SPAN_ID, &record.span_id.to_bytes());
    if record.parent_span_id.is_valid() {
        put_bytes(out, span::PARENT_SPAN_ID, &record.parent_span_id.to_bytes());
    }
    if !record.owns_name {
        put_bytes(out, span::NAME, record.callsite.name().as_bytes());
    }
    out.extend_from_slice(&[span::KIND, record.callsite.kind().to_otlp()]);
    out.push(span::START_TIME);
    out.extend_from_slice(&record.start_unix_nanos.to_le_bytes());
    out.push(span::END_TIME);
    out.extend_from_slice(&record.end_unix_nanos.to_le_bytes());
    if !record.owns_attributes {
        out.extend_from_slice(record.callsite.attributes());
    }
    out.extend_from_slice(tail);
    out.extend_from_slice(&span::FLAGS);
    out.extend_from_slice(&span::flags(record.trace_flags.to_u8(), record.parent_is_remote).to_le_bytes());
}
