//! W3C Trace Context, level 2.
//!
//! In: `traceparent`, `tracestate`. Out: a remote span context; or the two headers.
//! Never here: the meaning of members of the trace state.

use super::{Context, Extractor, Injector};
use crate::baggage::Notes;
use crate::context::trace_state::{List, trim};
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

pub(super) const TRACEPARENT: &str = "traceparent";
pub(super) const TRACESTATE: &str = "tracestate";

/// `00-<32>-<16>-<2>` (W3C-02).
const LENGTH: usize = 55;

/// The longest header of a later version that is looked at (TRU-03).
const MAX_LENGTH: usize = 256;

pub(super) fn extract(carrier: &dyn Extractor, context: &mut Context) {
    let mut headers = 0;
    let mut parent = None;
    carrier.values(TRACEPARENT, &mut |value| {
        headers += 1;
        parent = parse(value);
    });
    // W3C-03
    let (1, Some((trace_id, span_id, flags))) = (headers, parent) else { return };
    let span = SpanContext::new(trace_id, span_id, flags, true, trace_state(carrier));
    context.found(span, Notes::default());
}

/// Parses a header's value (W3C-01, W3C-02).
#[inline]
fn parse(value: &str) -> Option<(TraceId, SpanId, TraceFlags)> {
    let bytes = trim(value).as_bytes();
    let (head, rest) = bytes.split_first_chunk::<LENGTH>()?;
    let [version] = hex::decode(head.get(..2)?)?;
    let is_whole = match version {
        0 => rest.is_empty(),
        0xff => false,
        _ => bytes.len() <= MAX_LENGTH && rest.first().is_none_or(|next| *next == b'-'),
    };
    if !is_whole || head[2] != b'-' || head[35] != b'-' || head[52] != b'-' {
        return None;
    }
    let trace_id = TraceId::from_bytes(hex::decode(head.get(3..35)?)?);
    let span_id = SpanId::from_bytes(hex::decode(head.get(36..52)?)?);
    let [flags] = hex::decode(head.get(53..55)?)?;
    let is_valid = trace_id.is_valid() && span_id.is_valid();
    is_valid.then(|| (trace_id, span_id, TraceFlags::new(flags & TraceFlags::KNOWN)))
}

/// Reads all headers of the trace state; one that is no list is as if there were none (W3C-05).
fn trace_state(carrier: &dyn Extractor) -> TraceState {
    let mut list: Option<List> = None;
    let mut headers = 0;
    carrier.values(TRACESTATE, &mut |value| {
        headers += 1;
        // One header, as nearly always, has the length of the list; of several, nobody knows yet.
        let list = list.get_or_insert_with(|| List::with_capacity(value.len()));
        list.header(value);
    });
    list.and_then(|list| list.finish().ok()).unwrap_or_default()
}

pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    let span = context.span_context();
    if !span.is_valid() {
        return;
    }
    // W3C-04: version 00, and no flags but those that it knows.
    let mut value = *b"00-00000000000000000000000000000000-0000000000000000-00";
    hex::encode(&span.trace_id().to_bytes(), &mut value[3..35]);
    hex::encode(&span.span_id().to_bytes(), &mut value[36..52]);
    hex::encode(&[span.trace_flags().to_u8() & TraceFlags::KNOWN], &mut value[53..]);
    carrier.set(TRACEPARENT, core::str::from_utf8(&value).unwrap_or_default());
    match span.trace_state() {
        state if state.is_empty() => carrier.remove(TRACESTATE),
        state => carrier.set(TRACESTATE, state.as_str()),
    }
}
