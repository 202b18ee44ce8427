//! What travels: who the caller is, its baggage, and what is to be made of them.
//!
//! In: what propagators read, or what is current. Out: how a span starts from it.
//! Never here: carriers, thread-locals.

use crate::baggage::{Baggage, Carried, Notes};
use crate::context::{SpanContext, SpanId, TraceFlags, TraceId, TraceState};

/// What travels between processes: a span's context and baggage (OpenTelemetry `Context`).
///
/// [`extract`](crate::extract) reads one from a carrier, [`Context::current`] takes that of this thread, and
/// [`inject`](Self::inject) writes it into a carrier. It is a [`Parent`](crate::Parent) for spans: one without a span
/// context leaves the current span their parent. And it makes a [`Link`](crate::Link).
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Context {
    pub(super) span: SpanContext,
    pub(super) carried: Carried,
    pub(super) origin: Origin,
}

/// What is to be made of a span that starts from a context.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// A child, if there is a span context; else as if there were no context.
    #[default]
    Child,
    /// The root of a new trace, whatever there is.
    Root {
        /// Whom it is linked to; invalid for nobody.
        link: SpanContext,
        /// The sampler is asked as if for the child of a sampled span in another process.
        asks_for_sampling: bool,
    },
}

impl Origin {
    const ROOT: Self = Self::Root { link: SpanContext::INVALID, asks_for_sampling: false };
}

/// Where a span that starts from a context belongs.
#[derive(Debug)]
pub(crate) enum Start<'a> {
    /// To the current span.
    Current,
    /// To a trace of its own.
    Root {
        /// Whom it is linked to; invalid for nobody.
        link: &'a SpanContext,
        /// Whose child the sampler decides for.
        asked: &'a SpanContext,
    },
    /// To this span.
    Child { parent: &'a SpanContext, asked: &'a SpanContext },
}

static NO_SPAN: SpanContext = SpanContext::INVALID;

/// Some sampled span in another process, as far as samplers see one.
static SAMPLED_CALLER: SpanContext = SpanContext::new(
    TraceId::from_bytes([1; 16]),
    SpanId::from_bytes([1; 8]),
    TraceFlags::SAMPLED,
    true,
    TraceState::empty(),
);

impl Context {
    /// Takes a span's context, for one from another source than a carrier.
    pub const fn new(span: SpanContext) -> Self {
        Self { span, carried: Carried::EMPTY, origin: Origin::Child }
    }

    /// A parent that was given: when it is invalid the span is a root.
    pub(crate) fn given(span: SpanContext, carried: Carried) -> Self {
        let origin = if span.is_valid() { Origin::Child } else { Origin::ROOT };
        Self { span, carried, origin }
    }

    pub(crate) const fn of(span: SpanContext, carried: Carried) -> Self {
        Self { span, carried, origin: Origin::Child }
    }

    /// Returns the context with other baggage.
    pub fn with_baggage(mut self, baggage: Baggage) -> Self {
        self.carried = self.carried.with_baggage(baggage);
        self
    }

    /// Returns the span that a span from here is a child of; invalid if there is none, or if it is not trusted.
    pub const fn span_context(&self) -> &SpanContext {
        &self.span
    }

    /// Returns the span that a link from here leads to: the one in the carrier, trusted or not.
    pub const fn linked(&self) -> &SpanContext {
        match &self.origin {
            Origin::Root { link, .. } => link,
            Origin::Child => &self.span,
        }
    }

    /// Returns the baggage.
    pub fn baggage(&self) -> &Baggage {
        self.carried.baggage()
    }

    /// Says whether the caller left the sampling decision to us (B3 without one, X-Ray `Sampled=?`).
    pub fn is_deferred(&self) -> bool {
        self.notes().is_deferred
    }

    pub(crate) fn notes(&self) -> &Notes {
        self.carried.notes()
    }

    pub(crate) const fn carried(&self) -> &Carried {
        &self.carried
    }

    /// Takes over what a propagator found, in place of what one before it found.
    pub(super) fn found(&mut self, span: SpanContext, notes: Notes) {
        let is_same = self.span.trace_id() == span.trace_id() && self.span.span_id() == span.span_id();
        let (span, notes) = if is_same { self.merged(&span, notes) } else { (span, notes) };
        self.span = span;
        if *self.notes() != notes {
            self.carried = self.carried.with_notes(notes);
        }
    }

    /// Puts together what two formats say about the same span: what only one has room for stays.
    fn merged(&self, span: &SpanContext, notes: Notes) -> (SpanContext, Notes) {
        let (old, known) = (&self.span, self.notes());
        let decided = if notes.is_deferred && !known.is_deferred { old } else { span };
        let random = old.trace_flags().to_u8() & TraceFlags::RANDOM.to_u8();
        let flags = decided.trace_flags().with(TraceFlags::new(random));
        let state = if span.trace_state().is_empty() { old.trace_state() } else { span.trace_state() };
        let merged = SpanContext::new(span.trace_id(), span.span_id(), flags, true, state.clone());
        let notes = Notes {
            is_deferred: notes.is_deferred && known.is_deferred,
            is_debug: notes.is_debug || known.is_debug,
            xray: notes.xray.or_else(|| known.xray.clone()),
        };
        (merged, notes)
    }

    /// Forgets the caller's sampling decision: ours counts.
    pub(super) fn defer(&mut self) {
        let flags = self.span.trace_flags().without(TraceFlags::SAMPLED);
        let span = &self.span;
        self.span = SpanContext::new(
            span.trace_id(),
            span.span_id(),
            flags,
            span.is_remote(),
            span.trace_state().clone(),
        );
        let notes = Notes { is_deferred: true, is_debug: false, ..self.notes().clone() };
        self.carried = self.carried.with_notes(notes);
    }

    /// Says where a span from here belongs.
    pub(crate) fn start(&self) -> Start<'_> {
        match &self.origin {
            Origin::Child if self.span.is_valid() => {
                let asked = if self.is_deferred() { &NO_SPAN } else { &self.span };
                Start::Child { parent: &self.span, asked }
            }
            Origin::Child => Start::Current,
            Origin::Root { link, asks_for_sampling } => {
                Start::Root { link, asked: if *asks_for_sampling { &SAMPLED_CALLER } else { &NO_SPAN } }
            }
        }
    }
}
