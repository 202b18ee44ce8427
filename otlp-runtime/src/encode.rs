//! Writes an `ExportTraceServiceRequest`.
//!
//! In: records with their tails, and a ready resource. Out: one request's bytes; spans are
//! grouped by scope, and most of each is copied as it is.
//! Never here: chunks, sockets, protobuf messages as objects.

use core::ops::Range;

use crate::callsite::Scope;
use crate::chunk::record::Record;
use crate::proto::otlp::{request, span};
use crate::proto::wire::{Field, Fields, delimit_tail, delimited_len, put_bytes, put_delimited};

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
    let group_len = |(scope, spans_len): &(Scope, usize)| delimited_len(scope_len(scope)) + spans_len;
    let schema_len =
        if envelope.schema_url.is_empty() { 0 } else { delimited_len(envelope.schema_url.len()) };
    let resource_spans_len = delimited_len(envelope.resource.len())
        + groups.iter().map(|group| delimited_len(group_len(group))).sum::<usize>()
        + schema_len;
    out.reserve(delimited_len(resource_spans_len));
    put_delimited(out, request::RESOURCE_SPANS, resource_spans_len);
    put_bytes(out, request::RESOURCE, &envelope.resource);
    for group in &groups {
        put_delimited(out, request::SCOPE_SPANS, group_len(group));
        put_scope(out, &group.0);
        for (record, tail) in records().filter(|(record, _)| *record.callsite.scope() == group.0) {
            put_delimited(out, request::SPANS, span_len(&record, tail));
            put_span(out, &record, tail);
        }
    }
    if schema_len > 0 {
        put_bytes(out, request::SCHEMA_URL, envelope.schema_url.as_bytes());
    }
}

/// Cuts a request into two of half as many spans; `None` when it has only one.
///
/// For requests whose records are gone. Each half has resource and scopes of its own.
pub(crate) fn split_request(request: &[u8]) -> Option<[Vec<u8>; 2]> {
    let spans = delimited(request)
        .flat_map(|(_, resource_spans)| delimited(resource_spans))
        .filter(|(tag, _)| *tag == request::SCOPE_SPANS)
        .flat_map(|(_, scope_spans)| delimited(scope_spans))
        .filter(|(tag, _)| *tag == request::SPANS)
        .count();
    let half = spans / 2;
    (half > 0).then(|| [part_of(request, 0..half), part_of(request, half..spans)])
}

/// Copies a request with those of its spans alone whose place is in `kept`.
fn part_of(request: &[u8], kept: Range<usize>) -> Vec<u8> {
    let mut out = Vec::with_capacity(request.len() / 2);
    let mut place = 0;
    for (_, resource_spans) in delimited(request) {
        let resource_start = out.len();
        for (tag, field) in delimited(resource_spans) {
            if tag != request::SCOPE_SPANS {
                put_bytes(&mut out, tag, field);
                continue;
            }
            let scope_start = out.len();
            let mut has_spans = false;
            for (tag, field) in delimited(field) {
                let is_kept = tag != request::SPANS || kept.contains(&place);
                if tag == request::SPANS {
                    has_spans |= is_kept;
                    place += 1;
                }
                if is_kept {
                    put_bytes(&mut out, tag, field);
                }
            }
            if has_spans {
                delimit_tail(&mut out, request::SCOPE_SPANS, scope_start);
            } else {
                out.truncate(scope_start); // OTLP-13: no scope without spans
            }
        }
        delimit_tail(&mut out, request::RESOURCE_SPANS, resource_start);
    }
    out
}

/// Yields the length-delimited fields of a message, each with its one-byte tag.
fn delimited(message: &[u8]) -> impl Iterator<Item = (u8, &[u8])> {
    Fields::new(message).filter_map(|(number, field)| match field {
        Field::Delimited(bytes) => u8::try_from(number << 3 | 2).ok().map(|tag| (tag, bytes)),
        _ => None,
    })
}

/// Returns how many bytes a span takes in a request.
pub(crate) fn span_bytes(record: &Record, tail: &[u8]) -> usize {
    delimited_len(span_len(record, tail))
}

fn scope_len(scope: &Scope) -> usize {
    let field = |text: &str| if text.is_empty() { 0 } else { delimited_len(text.len()) };
    field(scope.name()) + field(scope.version())
}

fn put_scope(out: &mut Vec<u8>, scope: &Scope) {
    put_delimited(out, request::SCOPE, scope_len(scope));
    for (tag, text) in [(request::SCOPE_NAME, scope.name()), (request::SCOPE_VERSION, scope.version())] {
        if !text.is_empty() {
            put_bytes(out, tag, text.as_bytes());
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn message(parts: &[(u8, &[u8])]) -> Vec<u8> {
        let mut out = Vec::new();
        for (tag, bytes) in parts {
            put_bytes(&mut out, *tag, bytes);
        }
        out
    }

    fn scope_spans(name: &[u8], spans: &[&[u8]]) -> Vec<u8> {
        let mut parts = vec![(request::SCOPE, name)];
        parts.extend(spans.iter().map(|span| (request::SPANS, *span)));
        message(&parts)
    }

    fn whole(scopes: &[Vec<u8>]) -> Vec<u8> {
        let mut parts = vec![(request::RESOURCE, &b"resource"[..])];
        parts.extend(scopes.iter().map(|scope| (request::SCOPE_SPANS, &**scope)));
        parts.push((request::SCHEMA_URL, b"url"));
        message(&[(request::RESOURCE_SPANS, &message(&parts))])
    }

    // R41, OTLP-13
    #[test]
    fn request_is_cut_between_spans_and_no_scope_is_left_empty() {
        let request = whole(&[scope_spans(b"a", &[b"1", b"2", b"3"]), scope_spans(b"b", &[b"4"])]);
        let [first, second] = split_request(&request).unwrap();
        assert_eq!(first, whole(&[scope_spans(b"a", &[b"1", b"2"])]));
        assert_eq!(second, whole(&[scope_spans(b"a", &[b"3"]), scope_spans(b"b", &[b"4"])]));
        assert_eq!(split_request(&first).unwrap().map(|half| split_request(&half)), [None, None]);
        assert_eq!(split_request(b""), None);
    }
}
