//! The headers of W3C trace context, level 2.
//!
//! In: a context, or headers. Out: headers, or a context.
//! Never here: which span is current.

use opentelemetry::propagation::{Extractor, Injector};

use crate::context::{SpanContext, TraceFlags, TraceState};

pub(super) const TRACEPARENT: &str = "traceparent";
pub(super) const TRACESTATE: &str = "tracestate";

/// Flags that are sent on (W3C-04).
const KNOWN: u8 = TraceFlags::SAMPLED.with(TraceFlags::RANDOM).to_u8();

/// Sets the headers for a child of `context`; none if that is invalid.
pub(super) fn inject(context: &SpanContext, injector: &mut dyn Injector) {
    if !context.is_valid() {
        return;
    }
    let flags = context.trace_flags().to_u8() & KNOWN;
    injector.set(TRACEPARENT, format!("00-{}-{}-{flags:02x}", context.trace_id(), context.span_id()));
    if !context.trace_state().is_empty() {
        injector.set(TRACESTATE, context.trace_state().as_str().to_owned());
    }
}

/// Reads what `inject` of another process has set. `None` when there is nothing, or nothing that can be read.
pub(super) fn extract(extractor: &dyn Extractor) -> Option<SpanContext> {
    // W3C-03
    let [header] = extractor.get_all(TRACEPARENT)?[..] else { return None };
    let (version, trace_id, span_id, flags) = fields(header.trim_matches([' ', '\t']))?;
    let flags = TraceFlags::new(if version == 0 { flags } else { flags & KNOWN });
    // W3C-05
    let state: TraceState =
        extractor.get_all(TRACESTATE).and_then(|all| all.join(",").parse().ok()).unwrap_or_default();
    let context = SpanContext::new(trace_id.parse().ok()?, span_id.parse().ok()?, flags, true, state);
    context.is_valid().then_some(context)
}

/// Takes `version-trace_id-span_id-flags` apart; further versions may have further fields (W3C-02).
fn fields(header: &str) -> Option<(u8, &str, &str, u8)> {
    let (known, rest) = header.split_at_checked(55)?;
    let is_lower = known.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f' | b'-')); // W3C-01
    let mut parts = known.split('-');
    let (version, trace_id, span_id, flags) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && version.len() == 2 && flags.len() == 2;
    let version = u8::from_str_radix(version, 16).ok()?;
    let has_end = rest.is_empty() || (version > 0 && rest.starts_with('-'));
    if !is_lower || !is_whole || !has_end || version == 0xff {
        return None;
    }
    Some((version, trace_id, span_id, u8::from_str_radix(flags, 16).ok()?))
}
