//! What travels with a span and has no place in a span context: baggage, and notes of propagators.
//!
//! In: contexts of the `opentelemetry` crate, baggage and notes of ours. Out: the same in the other's terms.
//! Never here: which of them are current.

use opentelemetry::Context;
use opentelemetry::baggage::{BaggageExt as _, KeyValueMetadata};
use opentelemetry::trace::TraceContextExt as _;

use crate::baggage::{Baggage, Notes};
use crate::context::SpanContext;

/// A span that a propagator found, and its notes: a value in contexts of that crate.
#[derive(Debug)]
struct Found {
    span: SpanContext,
    notes: Notes,
}

/// Returns `ours` with the members of a context added, in place of those with the same names.
pub(crate) fn added(context: &Context, ours: &Baggage) -> Baggage {
    context.baggage().iter().fold(ours.clone(), |baggage, (name, (value, metadata))| {
        baggage.with_metadata(name.as_str(), value.as_str(), metadata.as_str())
    })
}

/// Returns the context with this baggage, in place of what it has.
pub(crate) fn with_baggage(context: &Context, baggage: &Baggage) -> Context {
    context.with_baggage(baggage.iter().map(|member| {
        KeyValueMetadata::new(member.name().to_owned(), member.value().into_owned(), member.metadata())
    }))
}

/// Returns the context with this span, as one of another process.
pub(crate) fn with_span(context: &Context, span: &SpanContext, notes: &Notes) -> Context {
    let found = Found { span: span.clone(), notes: notes.clone() };
    context.with_remote_span_context(span.into()).with_value(found)
}

/// Returns the notes about a context's span.
pub(crate) fn notes(context: &Context) -> Notes {
    let span = context.span();
    let (trace_id, span_id) = (span.span_context().trace_id(), span.span_context().span_id());
    match context.get::<Found>() {
        Some(Found { span, notes }) if span.trace_id() == trace_id.into() => {
            // For children of that span, somebody has decided.
            let is_deferred = notes.is_deferred && span.span_id() == span_id.into();
            Notes { is_deferred, ..notes.clone() }
        }
        _ => Notes::default(),
    }
}
