//! AWS X-Ray.
//!
//! In: `x-amzn-trace-id`, or the variable that AWS Lambda sets, its keys in any order. Out: a remote span context; or the header.
//! Never here: a trace state; the key `Self`, which load balancers add for themselves.

use core::fmt::Write as _;

use super::environment::Lambda;
use super::{Context, Extractor, Injector};
use crate::baggage::Notes;
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState, hex};

pub(super) const HEADER: &str = "x-amzn-trace-id";

/// The bytes of other keys that are kept, such as `Lineage`, which AWS Lambda counts on.
const MAX_OTHERS: usize = 256;

#[inline(never)]
pub(super) fn extract(carrier: &dyn Extractor, context: &mut Context) {
    if let Some((span, notes)) = super::only_value(carrier, HEADER, parse) {
        context.found(span, notes);
    }
}

/// Reads the header, and then the variable, which wins; the header alone where a propagator before has found a span.
#[inline(never)]
pub(super) fn extract_on_lambda(carrier: &dyn Extractor, context: &mut Context) {
    let is_known = context.span_context().is_valid();
    extract(carrier, context);
    if !is_known {
        extract(&Lambda, context);
    }
}

fn parse(value: &str) -> Option<(SpanContext, Notes)> {
    let (mut trace_id, mut span_id, mut sampled) = (None, None, "?");
    let mut others = String::new();
    for part in value.split(';').map(super::trimmed) {
        let Some((key, value)) = part.split_once('=') else { continue };
        match key {
            "Root" => trace_id = parse_root(value),
            "Parent" => span_id = hex::decode(value.as_bytes()).map(SpanId::from_bytes),
            "Sampled" => sampled = value,
            "Self" => {}
            _ => {
                let is_clean = part.bytes().all(|byte| matches!(byte, b' '..=b'~'));
                if is_clean && others.len() + 1 + part.len() <= MAX_OTHERS {
                    others.push(';');
                    others.push_str(part);
                }
            }
        }
    }
    let flags = if sampled == "1" { TraceFlags::SAMPLED } else { TraceFlags::NONE };
    let span = SpanContext::new(trace_id?, span_id?, flags, true, TraceState::empty());
    let xray = (!others.is_empty()).then(|| others.into_boxed_str());
    span.is_valid()
        .then(|| (span, Notes { is_deferred: !matches!(sampled, "0" | "1"), xray, ..Notes::default() }))
}

/// `1-<8>-<24>`: a version, seconds, randomness.
fn parse_root(root: &str) -> Option<TraceId> {
    let mut parts = root.split('-');
    let (version, seconds, random) = (parts.next()?, parts.next()?, parts.next()?);
    if version != "1" || parts.next().is_some() {
        return None;
    }
    let seconds: [u8; 4] = hex::decode(seconds.as_bytes())?;
    let random: [u8; 12] = hex::decode(random.as_bytes())?;
    let mut bytes = [0; 16];
    let (first, last) = bytes.split_at_mut(4);
    first.copy_from_slice(&seconds);
    last.copy_from_slice(&random);
    Some(TraceId::from_bytes(bytes))
}

#[inline(never)]
pub(super) fn inject(context: &Context, carrier: &mut dyn Injector) {
    let span = context.span_context();
    if !span.is_valid() {
        return;
    }
    let mut digits = [0; 32];
    hex::encode(&span.trace_id().to_bytes(), &mut digits);
    let (seconds, random) =
        core::str::from_utf8(&digits).unwrap_or_default().split_at_checked(8).unwrap_or_default();
    let sampled = match (context.is_deferred(), span.is_sampled()) {
        (true, _) => '?',
        (false, true) => '1',
        (false, false) => '0',
    };
    let others = context.notes().xray.as_deref().unwrap_or_default();
    let mut value = String::with_capacity(80 + others.len());
    // Writing to a string does not fail.
    let _ = write!(value, "Root=1-{seconds}-{random};Parent={};Sampled={sampled}{others}", span.span_id());
    carrier.set(HEADER, &value);
}
