//! A span that has started and not ended.
//!
//! In: what `begin` decides. Out: the same, at the end.
//! Never here: thread-locals, reading a clock.

use super::buffer::{Finished, SpanBuffer};
use super::question::Question;
use crate::attribute::{AttributeValue, Key, Scalar};
use crate::baggage::Carried;
use crate::callsite::Callsite;
use crate::clock::Moment;
use crate::config::Limits;
use crate::context::{SpanContext, SpanId};
#[cfg(feature = "opentelemetry")]
use crate::otel::Active;
use crate::pipeline;
use crate::stats::DropReason;

/// Who a span is, when and where it began, and what it has recorded.
///
/// Boxed: entering and leaving, sending and keeping it moves one pointer. The box goes back to
/// the thread's store at the end, with its buffer.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, none of which follows from another")]
pub(crate) struct OpenSpan {
    /// What whoever enters the box knows it by: the span's id, or, where the box stands for a span that is open
    /// elsewhere, a number of its own.
    pub(crate) key: SpanId,
    pub(crate) context: SpanContext,
    pub(crate) parent_span_id: SpanId,
    pub(crate) start: Moment,
    pub(crate) callsite: &'static Callsite,
    pub(crate) limits: Limits,
    /// What goes on to children and other processes; cleared at the end, since the box is used again.
    pub(crate) carried: Carried,
    pub(crate) generation: u32,
    pub(crate) parent_is_remote: bool,
    /// Started while the thread was unwinding, so that unwinding says nothing about this span.
    pub(crate) started_in_panic: bool,
    /// What is recorded will be exported, and the end is not counted yet.
    pub(crate) is_recording: bool,
    /// The sampler that has yet to be asked about this span; it is recorded until then.
    pub(super) question: Option<Box<Question>>,
    /// The buffer belongs to this span, not to one that used the box before.
    pub(super) has_recorded: bool,
    pub(super) buffer: Option<Box<SpanBuffer>>,
    /// What `opentelemetry`'s context had when this span was entered.
    #[cfg(feature = "opentelemetry")]
    pub(super) beside: Active,
}

impl OpenSpan {
    /// Makes a box for spans to come.
    #[cold]
    pub(super) fn vacant() -> Box<Self> {
        Box::new(Self {
            key: SpanId::INVALID,
            context: SpanContext::INVALID,
            parent_span_id: SpanId::INVALID,
            start: Moment::default(),
            callsite: Callsite::NONE,
            limits: Limits::default(),
            carried: Carried::EMPTY,
            generation: 0,
            parent_is_remote: false,
            started_in_panic: false,
            is_recording: false,
            question: None,
            has_recorded: false,
            buffer: None,
            #[cfg(feature = "opentelemetry")]
            beside: Active::NONE,
        })
    }

    /// Returns the place to record into; `None` when nothing is recorded.
    #[inline]
    pub(crate) fn buffer(&mut self) -> Option<&mut SpanBuffer> {
        if !self.is_recording {
            return None;
        }
        if self.buffer.is_none() || !self.has_recorded {
            self.prepare_buffer();
        }
        self.buffer.as_deref_mut()
    }

    // The four below are out of line for all types of values together. They are given what fits into registers: that they
    // need no stack is a good part of what makes them quick.

    /// Records a boolean whose key nothing else in the span has.
    #[inline(never)]
    pub(crate) fn put_bool(&mut self, key: &'static [u8], bool: bool) {
        if !self.put_short(key, Scalar::Bool(bool)) {
            self.put_long(key, bool, Self::put_bool);
        }
    }

    /// Records an integer whose key nothing else in the span has.
    #[inline(never)]
    pub(crate) fn put_int(&mut self, key: &'static [u8], int: i64) {
        if !self.put_short(key, Scalar::Int(int)) {
            self.put_long(key, int, Self::put_int);
        }
    }

    /// Records a double whose key nothing else in the span has.
    #[inline(never)]
    pub(crate) fn put_double(&mut self, key: &'static [u8], double: f64) {
        if !self.put_short(key, Scalar::Double(double)) {
            self.put_long(key, double, Self::put_double);
        }
    }

    /// Records a text whose key nothing else in the span has.
    #[inline(never)]
    pub(crate) fn put_text(&mut self, key: &'static [u8], text: &str) {
        if !self.put_short(key, Scalar::Text(text)) {
            self.put_long(key, text, Self::put_text);
        }
    }

    /// Records what is short, unless nothing was recorded yet. Says whether it did.
    #[expect(clippy::inline_always, reason = "what kind of scalar it is, is known outside")]
    #[inline(always)]
    fn put_short(&mut self, key: &'static [u8], scalar: Scalar<'_>) -> bool {
        match &mut self.buffer {
            Some(buffer) if self.has_recorded => buffer.unique_short_scalar(key, scalar),
            _ => false,
        }
    }

    /// Records what is long, and lets `again` record what is the first of the span.
    #[inline(never)]
    fn put_long<T: AttributeValue>(
        &mut self,
        key: &'static [u8],
        value: T,
        again: impl FnOnce(&mut Self, &'static [u8], T),
    ) {
        let is_first = !self.has_recorded;
        if let Some(buffer) = self.buffer() {
            if is_first {
                again(self, key, value);
            } else {
                buffer.unique_attribute(&Key::new(key), &value);
            }
        }
    }

    /// Makes the box stand for a span that is open elsewhere, or for none.
    pub(super) fn stand_for(&mut self, key: SpanId, context: &SpanContext, carried: Carried) {
        self.key = key;
        self.context = context.clone();
        self.carried = carried;
        self.is_recording = false;
        self.question = None;
    }

    /// Says whether the span, not sampled, stands for those of its children that are not either: it is no span of another
    /// process, and does not record what they would.
    #[inline]
    pub(super) fn stands_for_children(&self) -> bool {
        !self.context.is_sampled()
            && !self.is_recording
            && !self.context.is_remote()
            && self.context.is_valid()
    }

    /// Says whether children get more than the ids and flags.
    #[inline]
    pub(super) fn hands_more_on(&self) -> bool {
        !self.context.trace_state().is_empty() || !self.carried.is_empty()
    }

    /// Takes from the parent what not every span has.
    #[inline(never)]
    pub(super) fn take_over(&mut self, parent: &Self) {
        self.context.set_trace_state(parent.context.trace_state().clone());
        self.carried = parent.carried.clone();
    }

    /// Says whether a sampler has yet to be asked.
    #[inline]
    pub(crate) const fn is_undecided(&self) -> bool {
        self.question.is_some()
    }

    /// Returns what was recorded, where nothing is to be added and the buffer stays with the box; `None` otherwise.
    #[inline]
    pub(super) fn finished_as_it_is(&self) -> Option<Finished<'_>> {
        let is_plain = self.has_recorded && self.context.is_sampled() && !self.is_undecided();
        if is_plain && self.context.trace_state().is_empty() {
            self.buffer.as_ref()?.finished_as_it_is()
        } else {
            None
        }
    }

    /// Lends what the span records into, for as long as user code may run. `None` when nothing is recorded.
    pub(crate) fn lend(&mut self) -> Option<Box<SpanBuffer>> {
        self.buffer()?;
        self.buffer.take()
    }

    /// Takes back what was lent; what the span recorded meanwhile is newer.
    pub(crate) fn take_back(&mut self, mut buffer: Box<SpanBuffer>) {
        if let Some(newer) = &self.buffer {
            buffer.absorb(newer);
        }
        self.buffer = Some(buffer);
    }

    /// Takes the buffer of a span that has ended.
    pub(super) fn take_buffer(&mut self) -> Option<Box<SpanBuffer>> {
        if self.buffer.is_none() || !self.has_recorded {
            self.prepare_buffer();
        }
        self.buffer.take()
    }

    /// Makes the buffer this span's own.
    #[inline(never)]
    pub(super) fn prepare_buffer(&mut self) {
        self.has_recorded = true;
        match &mut self.buffer {
            Some(buffer) => buffer.reset(self.callsite, self.limits),
            None => self.buffer = Some(Box::new(SpanBuffer::new(self.callsite, self.limits))),
        }
    }
}

impl Drop for OpenSpan {
    /// Counts a span that goes away without having ended: its thread, or its guard, is gone.
    fn drop(&mut self) {
        if self.is_recording {
            lose(self.generation, DropReason::ThreadExit);
        }
    }
}

/// Counts a span that ended and is lost.
#[cold]
pub(super) fn lose(generation: u32, reason: DropReason) {
    if let Some(pipeline) = pipeline::find(generation) {
        pipeline.count_lost(reason);
    }
}

/// Whose child a new span is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Relation<'a> {
    /// The child of the thread's current span; a root when there is none. May be no span at all
    /// when the current one is not sampled: its context then stands for this span as well, as long
    /// as the span is entered at once and on this thread.
    Current,
    /// As `Current`, but a span in any case, fit to be entered elsewhere and later.
    CurrentAnywhere,
    /// The root of a new trace.
    Root,
    /// What a given context says, of a span or from a carrier.
    From(Arrival<'a>),
}

#[cfg(feature = "tracing")]
impl<'a> Relation<'a> {
    /// The child of this span; a root when it is invalid.
    pub(crate) fn child_of(parent: &'a SpanContext) -> Self {
        static NOTHING: Carried = Carried::EMPTY;
        Self::From(Arrival { parent: Some(parent), asked: None, carried: &NOTHING })
    }
}

/// A span that is to start from a given context.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arrival<'a> {
    /// The parent; `None` for the current span, an invalid one for a root.
    pub(crate) parent: Option<&'a SpanContext>,
    /// Whose child the sampler decides for, if not for the parent's.
    pub(crate) asked: Option<&'a SpanContext>,
    pub(crate) carried: &'a Carried,
}

/// The end of a span whose guard was dropped while a younger span was entered.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) key: SpanId,
    pub(super) end: Moment,
    pub(super) is_panic: bool,
    /// What the slot held before the span was entered.
    pub(super) previous: Option<Box<OpenSpan>>,
}
