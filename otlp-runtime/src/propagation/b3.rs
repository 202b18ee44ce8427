//! B3, in one header and in many.
//!
//! In: `b3`, or `x-b3-traceid` and its companions. Out: a remote span context; or the headers.
//! Never here: the parent's parent, which is not sent (PRO-03); a trace state.

use super::{Context, Extractor, Injector};
use crate::baggage::Notes;
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

pub(super) const SINGLE: &str = "b3";
pub(super) const TRACE_ID: &str = "x-b3-traceid";
pub(super) const SPAN_ID: &str = "x-b3-spanid";
pub(super) const SAMPLED: &str = "x-b3-sampled";
pub(super) const FLAGS: &str = "x-b3-flags";

/// What a caller says about sampling.
#[derive(Clone, Copy, Default)]
struct Decision {
    /// `None` leaves it to us.
    is_sampled: Option<bool>,
    is_debug: bool,
}

impl Decision {
    const DEBUG: Self = Self { is_sampled: Some(true), is_debug: true };

    fn of(text: &str) -> Option<Self> {
        match text {
            "d" => Some(Self::DEBUG),
            "1" | "true" | "True" => Some(Self { is_sampled: Some(true), is_debug: false }),
            "0" | "false" | "False" => Some(Self { is_sampled: Some(false), is_debug: false }),
            _ => None,
        }
    }
}

#[inline(never)]
pub(super) fn extract(carrier: &dyn Extractor, context: &mut Context) {
    let single = super::only_value(carrier, SINGLE, parse);
    let Some((trace_id, span_id, decision)) = single.or_else(|| parse_multi(carrier)) else { return };
    let flags = if decision.is_sampled == Some(true) { TraceFlags::SAMPLED } else { TraceFlags::NONE };
    let notes =
        Notes { is_deferred: decision.is_sampled.is_none(), is_debug: decision.is_debug, ..Notes::default() };
    context.found(SpanContext::new(trace_id, span_id, flags, true, TraceState::empty()), notes);
}

/// `trace-span`, `trace-span-sampled`, or that and `-parent`.
fn parse(value: &str) -> Option<(TraceId, SpanId, Decision)> {
    let mut parts = value.splitn(4, '-');
    let (trace_id, span_id) = (trace_id(parts.next()?)?, span_id(parts.next()?)?);
    let decision = parts.next().map_or(Some(Decision::default()), Decision::of)?;
    let is_parent = parts.next().is_none_or(is_span_id);
    is_parent.then_some((trace_id, span_id, decision))
}

fn parse_multi(carrier: &dyn Extractor) -> Option<(TraceId, SpanId, Decision)> {
    let trace_id = super::only_value(carrier, TRACE_ID, trace_id)?;
    let span_id = super::only_value(carrier, SPAN_ID, span_id)?;
    let is_debug = super::only_value(carrier, FLAGS, |value| (value == "1").then_some(())).is_some();
    if is_debug {
        return Some((trace_id, span_id, Decision::DEBUG));
    }
    // What is no decision leaves it to us.
    let decision = super::only_value(carrier, SAMPLED, Decision::of);
    Some((trace_id, span_id, decision.unwrap_or_default()))
}

/// 32 digits, or 16, which are padded on the left.
fn trace_id(digits: &str) -> Option<TraceId> {
    let digits = digits.as_bytes();
    let id = match digits.len() {
        32 => TraceId::from_bytes(hex::decode(digits)?),
        16 => super::padded_trace_id(digits)?,
        _ => return None,
    };
    id.is_valid().then_some(id)
}

fn span_id(digits: &str) -> Option<SpanId> {
    Some(SpanId::from_bytes(hex::decode(digits.as_bytes())?)).filter(|id| id.is_valid())
}

fn is_span_id(digits: &str) -> bool {
    hex::decode::<8>(digits.as_bytes()).is_some()
}

/// What is sent as the decision: nothing if it is still open, as in a program that passes the context on only.
fn decision(context: &Context) -> &'static str {
    match (context.notes().is_debug, context.is_deferred(), context.span_context().is_sampled()) {
        (true, ..) => "d",
        (false, true, _) => "",
        (false, false, true) => "1",
        (false, false, false) => "0",
    }
}

#[inline(never)]
pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    let span = context.span_context();
    if !span.is_valid() {
        return;
    }
    let mut value = *b"00000000000000000000000000000000-0000000000000000-0";
    hex::encode(&span.trace_id().to_bytes(), &mut value[..32]);
    hex::encode(&span.span_id().to_bytes(), &mut value[33..49]);
    let decision = decision(context).as_bytes();
    let length = if decision.is_empty() { 49 } else { 51 };
    value[50..].iter_mut().zip(decision).for_each(|(place, byte)| *place = *byte);
    carrier.set(SINGLE, core::str::from_utf8(&value[..length]).unwrap_or_default());
}

#[inline(never)]
pub(super) fn inject_multi(context: &Context, carrier: &mut dyn Injector) {
    let span = context.span_context();
    if !span.is_valid() {
        return;
    }
    let mut digits = [0; 32];
    hex::encode(&span.trace_id().to_bytes(), &mut digits);
    carrier.set(TRACE_ID, core::str::from_utf8(&digits).unwrap_or_default());
    let (digits, _) = digits.split_at_mut(16);
    hex::encode(&span.span_id().to_bytes(), digits);
    carrier.set(SPAN_ID, core::str::from_utf8(digits).unwrap_or_default());
    match decision(context) {
        "d" => {
            carrier.set(FLAGS, "1");
            carrier.remove(SAMPLED);
        }
        "" => {
            carrier.remove(SAMPLED);
            carrier.remove(FLAGS);
        }
        decision => {
            carrier.set(SAMPLED, decision);
            carrier.remove(FLAGS);
        }
    }
}
