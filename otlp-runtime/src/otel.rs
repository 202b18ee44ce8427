//! The `opentelemetry` crate as this one sees it: conversions of ids, contexts and baggage, and that crate's current context.
//!
//! In and out: values of both crates; nothing is lost either way.
//! Never here: spans, that crate's global providers (`opentelemetry`).

mod active;
mod found;

pub(crate) use active::{
    Active, active, active_context, active_notes, baggage_over, bridge, current, has_active_baggage,
    is_active, is_bridged, suppress,
};
pub(crate) use found::{added, notes, with_baggage, with_span};

use opentelemetry::trace as otel;

use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

impl From<TraceId> for otel::TraceId {
    fn from(id: TraceId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

impl From<otel::TraceId> for TraceId {
    fn from(id: otel::TraceId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

impl From<SpanId> for otel::SpanId {
    fn from(id: SpanId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

impl From<otel::SpanId> for SpanId {
    fn from(id: otel::SpanId) -> Self {
        Self::from_bytes(id.to_bytes())
    }
}

impl From<TraceFlags> for opentelemetry::TraceFlags {
    fn from(flags: TraceFlags) -> Self {
        Self::new(flags.to_u8())
    }
}

impl From<opentelemetry::TraceFlags> for TraceFlags {
    fn from(flags: opentelemetry::TraceFlags) -> Self {
        Self::new(flags.to_u8())
    }
}

impl From<&SpanContext> for otel::SpanContext {
    fn from(context: &SpanContext) -> Self {
        let state = context.trace_state().as_str().parse().unwrap_or_default();
        let (trace_id, span_id) = (context.trace_id().into(), context.span_id().into());
        Self::new(trace_id, span_id, context.trace_flags().into(), context.is_remote(), state)
    }
}

impl From<SpanContext> for otel::SpanContext {
    fn from(context: SpanContext) -> Self {
        Self::from(&context)
    }
}

impl From<&otel::SpanContext> for SpanContext {
    fn from(context: &otel::SpanContext) -> Self {
        let state: TraceState = context.trace_state().header().parse().unwrap_or_default();
        let (trace_id, span_id) = (context.trace_id().into(), context.span_id().into());
        Self::new(trace_id, span_id, context.trace_flags().into(), context.is_remote(), state)
    }
}

impl From<otel::SpanContext> for SpanContext {
    fn from(context: otel::SpanContext) -> Self {
        Self::from(&context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn context_survives_the_way_there_and_back() {
        let context = SpanContext::new(
            TraceId::from_bytes([1; 16]),
            SpanId::from_bytes([2; 8]),
            TraceFlags::new(3),
            true,
            "a=1,b=2".parse().unwrap(),
        );
        assert_eq!(SpanContext::from(otel::SpanContext::from(&context)), context);
    }
}
