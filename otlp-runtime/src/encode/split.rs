//! Cuts an encoded request in two, when its records are gone.
//!
//! In: a request that this crate wrote. Out: two requests with half of its spans each.
//! Never here: requests from outside, spans as such.

use core::ops::Range;

use crate::proto::otlp::request;
use crate::proto::wire::{Field, Fields, delimit_tail, put_bytes};

/// Cuts a request into two of half as many spans; `None` when it has only one.
///
/// Each half has resource and scopes of its own.
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
