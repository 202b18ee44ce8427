//! Draws traces of several services.
//!
//! In: spans, each with the name of its service, in any order. Out: text, a line for each span.
//! Never here: colours, attributes.

use std::fmt::Write as _;

use opentelemetry_proto::tonic::trace::v1::Span;
use opentelemetry_proto::tonic::trace::v1::status::StatusCode;
use otlp_runtime::TraceId;

/// Returns a tree for each root: a span whose parent is not among the others.
pub(crate) fn draw(spans: &[(String, Span)]) -> String {
    let mut out = String::new();
    let is_present = |id: &[u8]| spans.iter().any(|(_, span)| span.span_id == id);
    let mut roots: Vec<_> = spans.iter().filter(|(_, span)| !is_present(&span.parent_span_id)).collect();
    roots.sort_by_key(|(_, span)| span.start_time_unix_nano);
    for root in roots {
        let in_trace = spans.iter().filter(|(_, span)| span.trace_id == root.1.trace_id).count();
        let id = root.1.trace_id.as_slice().try_into().map_or(TraceId::INVALID, TraceId::from_bytes);
        let _ = writeln!(out, "trace {id}, {in_trace} spans");
        draw_span(&mut out, spans, root, 0);
    }
    out
}

fn draw_span(out: &mut String, spans: &[(String, Span)], (service, span): &(String, Span), depth: usize) {
    let kind = span.kind().as_str_name().trim_start_matches("SPAN_KIND_").to_lowercase();
    let name = format!("{}{}", "  ".repeat(depth), span.name);
    let micros = span.end_time_unix_nano.saturating_sub(span.start_time_unix_nano) / 1_000;
    let is_error = span.status.as_ref().is_some_and(|status| status.code() == StatusCode::Error);
    let error = if is_error { "  ERROR" } else { "" };
    let _ = writeln!(out, "{service:<12} {kind:<9} {name:<50} {micros:>7} µs{error}");
    let mut children: Vec<_> =
        spans.iter().filter(|(_, child)| child.parent_span_id == span.span_id).collect();
    children.sort_by_key(|(_, child)| child.start_time_unix_nano);
    for child in children {
        draw_span(out, spans, child, depth + 1);
    }
}
