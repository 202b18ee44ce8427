//! W3C Trace Context, level 2.
//!
//! In: `traceparent`, `tracestate`. Out: a remote span context; or the two headers.
//! Never here: the meaning of members of the trace state.

use super::incoming::{Header, Incoming};
use super::{Context, Injector};
use crate::baggage::Notes;
use crate::context::members::trim;
use crate::context::trace_state::List;
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

/// `00-<32>-<16>-<2>` (W3C-02).
const LENGTH: usize = 55;

/// The longest header that is looked at: one of a later version, or with white space around it (TRU-03).
const MAX_LENGTH: usize = 256;

#[inline(never)]
pub(super) fn extract(incoming: &Incoming<'_>, context: &mut Context) {
    let mut headers = 0;
    let mut parent = None;
    incoming.values(Header::Traceparent, |value| {
        headers += 1;
        parent = parse(value);
    });
    // W3C-03
    let (1, Some((trace_id, span_id, flags))) = (headers, parent) else { return };
    context.found(SpanContext::new(trace_id, span_id, flags, true, trace_state(incoming)), Notes::default());
}

/// Parses a header's value (W3C-01, W3C-02).
#[inline]
fn parse(value: &[u8]) -> Option<(TraceId, SpanId, TraceFlags)> {
    if value.len() > MAX_LENGTH {
        return None;
    }
    let (head, rest) = trim(value).split_first_chunk::<LENGTH>()?;
    let is_whole = match head {
        [b'0', b'0', ..] => rest.is_empty(),
        [b'f', b'f', ..] => false,
        _ => hex::decode::<1>(head.get(..2)?).is_some() && rest.first().is_none_or(|next| *next == b'-'),
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
fn trace_state(incoming: &Incoming<'_>) -> TraceState {
    if incoming.lacks(Header::Tracestate) {
        return TraceState::empty();
    }
    let mut list = List::default();
    incoming.values(Header::Tracestate, |value| list.header(value));
    list.finish().unwrap_or_default()
}

#[inline(never)]
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
    let state = span.trace_state().as_str();
    carrier.__replace(&[(Header::Traceparent, &value), (Header::Tracestate, state.as_bytes())]);
}
