//! Jaeger's own format, which OpenTelemetry has deprecated.
//!
//! In: `uber-trace-id`, `uberctx-…`, `jaeger-baggage`. Out: a remote span context and baggage; or the headers.
//! Never here: a trace state.

use super::{Context, Extractor, Injector};
use crate::baggage::{List, Notes};
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

pub(super) const TRACE_ID: &str = "uber-trace-id";
const BAGGAGE_PREFIX: &str = "uberctx-";
const BAGGAGE: &str = "jaeger-baggage";

/// The bits of Jaeger's flags.
const SAMPLED: u8 = 1;
const DEBUG: u8 = 2;

/// The longest value that is looked at: colons may be encoded (TRU-03).
const MAX_LENGTH: usize = 32 + 16 + 16 + 2 + 3 * 3;

#[inline(never)]
pub(super) fn extract(carrier: &dyn Extractor, context: &mut Context) {
    if let Some((trace_id, span_id, flags)) = super::only_value(carrier, TRACE_ID, parse) {
        // Jaeger's debug is the bit that says "random" in W3C trace context, so bits are not copied.
        let is_sampled = flags & (SAMPLED | DEBUG) != 0;
        let sampled = if is_sampled { TraceFlags::SAMPLED } else { TraceFlags::NONE };
        let notes = Notes { is_debug: flags & DEBUG != 0, ..Notes::default() };
        context.found(SpanContext::new(trace_id, span_id, sampled, true, TraceState::empty()), notes);
    }
    let mut list = List::new();
    carrier.values_of_prefix(BAGGAGE_PREFIX, &mut |name, value| {
        let name = name.get(BAGGAGE_PREFIX.len()..).unwrap_or_default();
        list.sent(name.as_bytes(), value.as_bytes(), b"");
    });
    carrier.values(BAGGAGE, &mut |value| {
        list.header(value.as_bytes());
    });
    let baggage = list.finish();
    if !baggage.is_empty() {
        context.carried = context.carried.with_baggage(baggage);
    }
}

/// `trace:span:parent:flags`, with leading zeros left out.
fn parse(value: &str) -> Option<(TraceId, SpanId, u8)> {
    if value.len() > MAX_LENGTH {
        return None;
    }
    let mut parts = value.split(':').flat_map(|part| part.split("%3A")).flat_map(|part| part.split("%3a"));
    let (trace_id, span_id) = (parts.next()?, parts.next()?);
    let (_parent, flags) = (parts.next()?, parts.next()?);
    let trace_id = super::padded_trace_id(trace_id.as_bytes())?;
    let span_id = SpanId::from_bytes(super::padded(span_id.as_bytes())?);
    let [flags] = super::padded::<1>(flags.as_bytes())?;
    (parts.next().is_none() && trace_id.is_valid() && span_id.is_valid())
        .then_some((trace_id, span_id, flags))
}

#[inline(never)]
pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    let span = context.span_context();
    if span.is_valid() {
        let mut value = *b"00000000000000000000000000000000:0000000000000000:0:0";
        hex::encode(&span.trace_id().to_bytes(), &mut value[..32]);
        hex::encode(&span.span_id().to_bytes(), &mut value[33..49]);
        let flags = u8::from(span.is_sampled()) | if context.notes().is_debug { DEBUG } else { 0 };
        value[52] = b'0' + flags;
        carrier.set(TRACE_ID, core::str::from_utf8(&value).unwrap_or_default());
    }
    if context.baggage().is_empty() {
        return;
    }
    let mut name = String::from(BAGGAGE_PREFIX);
    for member in context.baggage().iter() {
        name.truncate(BAGGAGE_PREFIX.len());
        name.push_str(member.name());
        carrier.set(&name, member.sent_value());
    }
}
