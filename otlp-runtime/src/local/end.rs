//! Ends of spans: what they recorded becomes a record in the thread's chunk, or is counted as lost.
//!
//! In: open spans, entered or not. Out: records; boxes for the next spans.
//! Never here: which span is current then (`entry`).

use super::buffer::Finished;
use super::joined::Joined;
use super::open::{OpenSpan, lose};
use super::state::{KEPT, State, with_or_anew};
use crate::baggage::Carried;
use crate::chunk::record::Record;
use crate::clock::{self, Moment};
use crate::context::{SpanId, TraceState};
use crate::pipeline;
use crate::stats::DropReason;
use crate::status::StatusCode;

#[cold]
pub(super) fn end_unentered(span: Box<OpenSpan>) {
    let is_panic = std::thread::panicking() && !span.started_in_panic;
    end_detached(span.key, span, is_panic);
}

/// Ends a span that is not entered. `key` is what it began as: its owner may hold another
/// one instead, that of a guard it left behind.
#[inline(never)]
pub(crate) fn end_detached(key: SpanId, span: Box<OpenSpan>, is_panic: bool) {
    let mut span = Some(span);
    with_or_anew(|state| {
        if let Some(span) = span.take() {
            state.end_detached(key, span, is_panic);
        }
    });
}

/// Ends a span that was never entered by itself, as of a moment or now.
#[cfg(any(feature = "opentelemetry", feature = "tracing"))]
pub(crate) fn end_detached_at(span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
    let mut span = Some(span);
    with_or_anew(|state| {
        if let Some(span) = span.take() {
            state.finish_elsewhere(span, at, is_panic);
        }
    });
}

impl State {
    #[inline]
    fn end_detached(&mut self, key: SpanId, span: Box<OpenSpan>, is_panic: bool) {
        if span.key == key {
            self.finish_elsewhere(span, None, is_panic);
        } else {
            // The owner left a guard behind, which holds what the span recorded: wait for it.
            let previous = self.current.replace(span);
            self.put_off(key, previous, is_panic);
        }
    }

    #[inline(never)]
    pub(super) fn finish_elsewhere(&mut self, span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
        self.finish(span, at, is_panic);
    }

    /// Ends a span, at a given time or now.
    #[expect(clippy::inline_always, reason = "each span passes here, and has one caller that is hot")]
    #[inline(always)]
    pub(super) fn finish(&mut self, mut span: Box<OpenSpan>, at: Option<Moment>, is_panic: bool) {
        if span.is_recording {
            span.is_recording = false;
            let at = at.unwrap_or_else(clock::now);
            // Twice the same, since it is shorter where it is known that nothing was recorded.
            if !span.has_recorded && !is_panic {
                self.record(&span, at, Finished::default());
            } else if let Some(finished) = span.finished_as_it_is().filter(|_| !is_panic) {
                self.record(&span, at, finished);
            } else {
                return self.finish_with_buffer(span, at, is_panic);
            }
        }
        self.keep(span);
    }

    #[inline(never)]
    fn finish_with_buffer(&mut self, mut span: Box<OpenSpan>, at: Moment, is_panic: bool) {
        let mut buffer = span.take_buffer();
        if let Some(buffer) = &mut buffer {
            if is_panic {
                buffer.set_outcome(StatusCode::Error, &"panicked", "panic");
            }
            if !span.context.trace_state().is_empty() {
                buffer.set_trace_state(span.context.trace_state().as_str());
            }
            match buffer.finish() {
                _ if !span.context.is_sampled() => self.count_end(&span, Joined::leave_out),
                Some(finished) => self.record_at_length(&span, at, finished),
                None => self.count_end(&span, Joined::refuse),
            }
        } else {
            self.record_at_length(&span, at, Finished::default());
        }
        span.buffer = buffer.filter(|buffer| buffer.is_worth_keeping());
        if span.is_undecided() {
            span.question = None;
        }
        self.keep(span);
    }

    /// Keeps the box of a span that is gone.
    #[inline]
    fn keep(&mut self, span: Box<OpenSpan>) {
        if !span.hands_more_on() && self.spare.len() < self.spare.capacity() {
            self.spare.push(span);
        } else {
            self.keep_at_length(span);
        }
    }

    #[inline(never)]
    fn keep_at_length(&mut self, mut span: Box<OpenSpan>) {
        // The next span that begins on the short way leaves both as they are.
        span.carried = Carried::EMPTY;
        span.context.set_trace_state(TraceState::empty());
        if self.spare.len() < KEPT {
            self.spare.push(span);
        }
    }

    /// Appends the span to the chunk, or counts why not.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    fn record(&mut self, span: &OpenSpan, end: Moment, finished: Finished<'_>) {
        if pipeline::generation() != span.generation {
            return lose(span.generation, DropReason::AfterShutdown);
        }
        let Some(joined) = self.join(span.generation) else {
            return lose(span.generation, DropReason::ThreadExit);
        };
        let end_unix_nanos = span.start.unix_nanos_at(end);
        let record = move || Record {
            trace_id: span.context.trace_id(),
            span_id: span.context.span_id(),
            parent_span_id: span.parent_span_id,
            start_unix_nanos: span.start.unix_nanos,
            end_unix_nanos,
            callsite: span.callsite,
            trace_flags: span.context.trace_flags(),
            parent_is_remote: span.parent_is_remote,
            owns_attributes: finished.owns_attributes,
            owns_name: finished.owns_name,
        };
        joined.append(record, finished.fields);
    }

    /// Does as [`record`](Self::record), once for all that is not hot.
    #[inline(never)]
    fn record_at_length(&mut self, span: &OpenSpan, end: Moment, finished: Finished<'_>) {
        self.record(span, end, finished);
    }

    /// Counts the end of a span of which nothing is appended.
    fn count_end(&mut self, span: &OpenSpan, count: impl FnOnce(&Joined)) {
        if pipeline::generation() != span.generation {
            return lose(span.generation, DropReason::AfterShutdown);
        }
        match self.join(span.generation) {
            Some(joined) => count(joined),
            None => lose(span.generation, DropReason::ThreadExit),
        }
    }
}
