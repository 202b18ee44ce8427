//! Starts of spans: whose child, sampled or not, and the box that all of it goes into.
//!
//! In: a callsite, and whose child the span is to be. Out: an open span, or none.
//! Never here: entering it; samplers of the user's (`question` asks them).

#[cfg(feature = "opentelemetry")]
use super::beside;
use super::current::{NO_SPAN, context_of};
use super::open::{Arrival, OpenSpan, Relation, lose};
use super::question;
use super::short::Begun;
use super::state::{State, with, with_or_anew};
use crate::baggage::Carried;
use crate::callsite::Callsite;
use crate::context::{SpanContext, SpanId, TraceFlags};
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline::{self, Pipeline};
use crate::stats::DropReason;

/// Begins a span. `None` when nothing is installed, or when the current span is not sampled and
/// its context goes on unchanged.
#[inline]
pub(crate) fn begin(callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    match pipeline::generation() {
        0 => None,
        generation => begin_installed(generation, callsite, relation),
    }
}

/// Begins a child of the current span that records something at once.
#[inline]
pub(crate) fn begin_described(callsite: &'static Callsite) -> Option<Box<OpenSpan>> {
    match pipeline::generation() {
        0 => None,
        generation => begin_described_installed(generation, callsite),
    }
}

// The calls that an annotated function makes are out of line, so that it stays small.
#[inline(never)]
fn begin_described_installed(generation: u32, callsite: &'static Callsite) -> Option<Box<OpenSpan>> {
    match with(|state| state.begin_here(generation, callsite)).flatten() {
        Some(Begun::Span(mut span)) => {
            span.prepare_buffer();
            Some(span)
        }
        Some(Begun::NoSpan) => None,
        None => begin_installed(generation, callsite, Relation::Current),
    }
}

#[inline(never)]
pub(super) fn begin_installed(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    #[cfg(feature = "opentelemetry")]
    if otel::is_bridged() {
        return beside::begin(generation, callsite, relation);
    }
    begin_in(generation, callsite, relation)
}

/// Begins a span of the pipeline with this generation. One copy, whoever calls.
#[cfg_attr(feature = "opentelemetry", inline(never))]
#[cfg_attr(not(feature = "opentelemetry"), inline)]
pub(super) fn begin_in(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<Box<OpenSpan>> {
    let begun = with(|state| {
        if matches!(relation, Relation::Current) && state.shares_unsampled(generation, Pipeline::generation) {
            return None;
        }
        let origin = match relation {
            Relation::Current | Relation::CurrentAnywhere => {
                state.child_or_root(generation, Pipeline::generation, true)
            }
            Relation::Root => state.root(generation, Pipeline::generation),
            Relation::From(_) => None,
        };
        let short = origin.and_then(|origin| state.begin_short(callsite, origin));
        short.or_else(|| state.begin(generation, callsite, relation))
    });
    match begun {
        Some(begun) => begun,
        None => begin_anew(generation, callsite, relation),
    }
}

/// Begins a span where the thread's state is gone.
#[cold]
fn begin_anew(generation: u32, callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    with_or_anew(|state| state.begin(generation, callsite, relation)).flatten()
}

/// Returns a box that stands for the span of `context`, open elsewhere or ended, so that it can be entered here, and that
/// hands on what is carried. An invalid context stands for no span. `None` when nothing is installed, nor to be handed on.
pub(crate) fn stand_in(context: &SpanContext, carried: Carried) -> Option<Box<OpenSpan>> {
    if pipeline::generation() == 0 && carried.is_empty() && !context.is_valid() {
        return None;
    }
    with(|state| {
        let mut span = state.spare.pop().unwrap_or_else(OpenSpan::vacant);
        span.stand_for(state.ids.span_id(), context, carried);
        span
    })
}

/// Returns a box that stands for the current span, if that is not sampled and stands for its children.
#[inline(never)]
pub(crate) fn stand_in_unsampled() -> Option<Box<OpenSpan>> {
    let made = with(|state| {
        let unsampled = state.current.as_deref().filter(|span| span.stands_for_children())?;
        let mut span = state.spare.pop().unwrap_or_else(OpenSpan::vacant);
        span.stand_for(state.ids.span_id(), &unsampled.context, unsampled.carried.clone());
        Some(span)
    });
    made.flatten()
}

/// Takes back that a span was started: its sampler dropped it.
pub(super) fn uncount_started(generation: u32) {
    let counted = with(|state| {
        let joined = state.joined.as_ref().filter(|joined| joined.pipeline.generation() == generation)?;
        joined.counters.uncount_started();
        Some(())
    });
    if counted.flatten().is_none() {
        // Another telemetry was installed while the sampler was asked.
        lose(generation, DropReason::AfterShutdown);
    }
}

/// Counts a sampler that panicked.
pub(super) fn count_sampler_panic(generation: u32) {
    if let Some(pipeline) = pipeline::find(generation) {
        pipeline.export.add_sampler_panic();
    }
}

impl State {
    pub(super) fn begin(
        &mut self,
        generation: u32,
        callsite: &'static Callsite,
        relation: Relation<'_>,
    ) -> Option<Box<OpenSpan>> {
        self.join(generation)?;
        let joined = self.joined.as_ref()?;
        let (parent, may_share) = match relation {
            Relation::Current => (context_of(self.current.as_deref()), true),
            Relation::CurrentAnywhere | Relation::From(Arrival { parent: None, .. }) => {
                (context_of(self.current.as_deref()), false)
            }
            Relation::From(Arrival { parent: Some(parent), .. }) if parent.is_valid() => (parent, false),
            // Whatever else it says, an invalid context is no parent (W3C-05).
            Relation::From(_) | Relation::Root => (&NO_SPAN, false),
        };
        let current = self.current.as_ref().map_or(&self.carried, |span| &span.carried);
        let asked = match relation {
            Relation::From(Arrival { asked: Some(asked), .. }) => asked,
            // What stands for a caller who left the decision open is no parent to follow: see `Context::is_deferred`.
            _ if is_of_current(relation) && current.notes().is_deferred => &NO_SPAN,
            _ => parent,
        };
        let rule = joined.pipeline.sampler.rule(asked);
        let is_root = !parent.is_valid();
        if rule.is_drop() && may_share && !is_root && !parent.is_sampled() && !parent.is_remote() {
            // The unsampled parent's context stands for its children too: nothing to make or restore. Unless it records by
            // itself (`RECORD_ONLY`), and would get what its children record.
            if self.current.as_ref().is_some_and(|span| !span.is_recording) {
                return None;
            }
        }
        if question::is_about(rule) && question::is_asking() {
            // A sampler that makes spans would be asked about them in turn, for ever.
            return None;
        }
        let (trace_id, inherited) = if is_root {
            (self.ids.trace_id(), TraceFlags::RANDOM)
        } else {
            (parent.trace_id(), parent.trace_flags())
        };
        // SDK-01: trace id, then sampler, then a fresh span id even for a dropped span.
        let verdict = rule.decide(if is_root { asked } else { parent }, trace_id);
        let flags = if verdict.is_sampled {
            inherited.with(TraceFlags::SAMPLED)
        } else {
            inherited.without(TraceFlags::SAMPLED)
        };
        let carried = carried_by(relation, current);
        let mut span = self.spare.pop().unwrap_or_else(OpenSpan::vacant);
        let trace_state = verdict.trace_state(parent, trace_id);
        span.key = self.ids.span_id();
        span.context = SpanContext::new(trace_id, span.key, flags, false, trace_state);
        span.question = question::about(rule, parent);
        span.carried = carried;
        span.parent_span_id = if is_root { SpanId::INVALID } else { parent.span_id() };
        span.parent_is_remote = parent.is_remote();
        span.is_recording = verdict.is_recording;
        joined.start(&mut span, callsite);
        if span.is_recording && (!verdict.is_sampled || span.is_undecided()) {
            // What is not simply recorded and exported ends by way of its buffer.
            span.prepare_buffer();
        }
        Some(span)
    }

    /// Says, where that is easily seen, that an unsampled current span stands for its child, as [`begin`](Self::begin)
    /// would find out.
    #[inline]
    pub(super) fn shares_unsampled(&self, generation: u32, number: fn(&Pipeline) -> u32) -> bool {
        self.current.as_deref().is_some_and(OpenSpan::stands_for_children)
            && self.joined.as_ref().is_some_and(|joined| joined.drops_children_of(generation, number))
    }
}

/// Returns what a new span carries; `current` is what there is on the thread.
#[inline]
fn carried_by(relation: Relation<'_>, current: &Carried) -> Carried {
    match relation {
        Relation::From(arrival) if !arrival.carried.is_empty() => arrival.carried.arrived(current),
        _ if current.is_empty() => Carried::EMPTY,
        // The decision is made by then.
        _ if is_of_current(relation) && current.notes().is_deferred => current.arrived(current),
        _ if is_of_current(relation) => current.clone(),
        _ => current.for_another_trace(),
    }
}

/// Says whether a span is the current one's child.
const fn is_of_current(relation: Relation<'_>) -> bool {
    matches!(
        relation,
        Relation::Current | Relation::CurrentAnywhere | Relation::From(Arrival { parent: None, .. })
    )
}
