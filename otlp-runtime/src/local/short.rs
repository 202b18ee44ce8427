//! The short way to begin a span, for those that most are.
//!
//! In: what the thread knows without asking anybody: the current span, what the sampler does with all spans of a kind.
//! Out: an open span, or nothing, where `begin` has to look at it.
//! Never here: samplers that are asked, contexts from elsewhere.

use super::open::OpenSpan;
use super::state::State;
use crate::callsite::Callsite;
use crate::context::{SpanId, TraceFlags, TraceId};
use crate::pipeline::Pipeline;

/// What the most common spans begin with; all else is the same for each of them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Origin {
    trace_id: TraceId,
    trace_flags: TraceFlags,
    /// Invalid for a root.
    parent_span_id: SpanId,
    is_recording: bool,
}

/// What came of a span that is entered at once.
pub(super) enum Begun {
    Span(Box<OpenSpan>),
    /// The current span stands for it.
    NoSpan,
}

impl State {
    /// Begins a child of the current span, or a root, that is entered at once, if it is one of the most common. `None` for
    /// any other.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(super) fn begin_here(&mut self, generation: u32, callsite: &'static Callsite) -> Option<Begun> {
        if self.shares_unsampled(generation, Pipeline::shortcut) {
            return Some(Begun::NoSpan);
        }
        let origin = self.child_or_root(generation, Pipeline::shortcut, false)?;
        self.begin_short(callsite, origin).map(Begun::Span)
    }

    /// Says what a span begins with that is the child of the current one, or a root while there is none, if it is one of the
    /// most common: the child of a recorded span, or a root, by a sampler that keeps all of these; and, where it
    /// `may_be_unsampled`, the child of an unsampled span, by a sampler that drops all of these. `None` for any other.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(super) fn child_or_root(
        &mut self,
        generation: u32,
        number: fn(&Pipeline) -> u32,
        may_be_unsampled: bool,
    ) -> Option<Origin> {
        let Some(parent) = self.current.as_deref() else { return self.root(generation, number) };
        let joined = self.joined.as_ref()?;
        let is_recording = parent.is_recording && parent.context.is_sampled();
        let is_decided = if is_recording {
            joined.keeps_children_of(generation, number)
        } else {
            may_be_unsampled && parent.stands_for_children() && joined.drops_children_of(generation, number)
        };
        let context = &parent.context;
        is_decided.then(|| Origin {
            trace_id: context.trace_id(),
            trace_flags: context.trace_flags(),
            parent_span_id: context.span_id(),
            is_recording,
        })
    }

    /// Does as [`child_or_root`](Self::child_or_root) for a root. `None`, too, where something is carried.
    #[inline]
    pub(super) fn root(&mut self, generation: u32, number: fn(&Pipeline) -> u32) -> Option<Origin> {
        let joined = self.joined.as_ref()?;
        if !joined.keeps_roots_of(generation, number) || !self.carried_now().is_empty() {
            return None;
        }
        Some(Origin {
            trace_id: self.ids.trace_id(),
            trace_flags: TraceFlags::RANDOM.with(TraceFlags::SAMPLED),
            parent_span_id: SpanId::INVALID,
            is_recording: true,
        })
    }

    /// Begins a span that began as [`child_or_root`](Self::child_or_root) or [`root`](Self::root) said. `None` when there is
    /// no box for it.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(super) fn begin_short(
        &mut self,
        callsite: &'static Callsite,
        origin: Origin,
    ) -> Option<Box<OpenSpan>> {
        let joined = self.joined.as_ref()?;
        let mut span = self.spare.pop()?;
        span.key = self.ids.span_id();
        span.context.become_local(origin.trace_id, span.key, origin.trace_flags);
        span.parent_span_id = origin.parent_span_id;
        span.parent_is_remote = false;
        span.is_recording = origin.is_recording;
        if origin.parent_span_id.is_valid()
            && let Some(parent) = self.current.as_deref().filter(|parent| parent.hands_more_on())
        {
            span.take_over(parent);
        }
        joined.start(&mut span, callsite);
        Some(span)
    }
}
