//! A span that has started and not ended.
//!
//! In: what `thread` decides at the start. Out: the same, at the end.
//! Never here: thread-locals, clocks.

use super::buffer::SpanBuffer;
use crate::callsite::Callsite;
use crate::config::Limits;
use crate::context::{SpanContext, SpanId};
use crate::pipeline;
use crate::stats::DropReason;

/// Who a span is, when and where it began, and what it has recorded.
///
/// Boxed: entering and leaving, sending and keeping it moves one pointer. The box goes back to
/// the thread's store at the end, with its buffer.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "four facts, none of which follows from another")]
pub(crate) struct OpenSpan {
    pub(crate) context: SpanContext,
    pub(crate) parent_span_id: SpanId,
    pub(crate) start_unix_nanos: u64,
    pub(crate) callsite: &'static Callsite,
    pub(crate) limits: Limits,
    pub(crate) generation: u32,
    pub(crate) parent_is_remote: bool,
    /// Started while the thread was unwinding, so that unwinding says nothing about this span.
    pub(crate) started_in_panic: bool,
    /// What is recorded will be exported, and the end is not counted yet.
    pub(crate) is_recording: bool,
    /// The buffer belongs to this span, not to one that used the box before.
    pub(super) has_recorded: bool,
    pub(super) buffer: Option<Box<SpanBuffer>>,
    /// The span of `opentelemetry`'s context when this one was entered; invalid if there was none.
    #[cfg(feature = "opentelemetry")]
    pub(super) beside: SpanId,
}

impl OpenSpan {
    /// Makes a box for spans to come.
    #[expect(clippy::unnecessary_box_returns, reason = "open spans live in boxes only")]
    pub(super) fn vacant() -> Box<Self> {
        Box::new(Self {
            context: SpanContext::INVALID,
            parent_span_id: SpanId::INVALID,
            start_unix_nanos: 0,
            callsite: Callsite::NONE,
            limits: Limits::default(),
            generation: 0,
            parent_is_remote: false,
            started_in_panic: false,
            is_recording: false,
            has_recorded: false,
            buffer: None,
            #[cfg(feature = "opentelemetry")]
            beside: SpanId::INVALID,
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

    /// Records the trace state that the span goes on with.
    #[cold]
    pub(super) fn record_trace_state(&mut self) {
        let state = self.context.trace_state().clone();
        if let Some(buffer) = self.buffer() {
            buffer.set_trace_state(state.as_str());
        }
    }

    fn prepare_buffer(&mut self) {
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
    /// The child of this span; a root when it is invalid.
    ChildOf(&'a SpanContext),
}

/// The end of a span whose guard was dropped while a younger span was entered.
#[derive(Debug)]
pub(super) struct Deferred {
    pub(super) span_id: SpanId,
    pub(super) end_unix_nanos: u64,
    pub(super) is_panic: bool,
    /// What the slot held before the span was entered.
    pub(super) previous: Option<Box<OpenSpan>>,
}
