//! The thread's state and every operation on it.
//!
//! In: calls of `span`. Out: open spans; records appended to the chunk.
//! Never here: user code while the state is borrowed; a panic. A long file, since every borrow of the state is in it.

use core::cell::{Cell, RefCell};
use core::mem;

#[cfg(feature = "opentelemetry")]
use super::beside;
use super::buffer::{Finished, SpanBuffer};
use super::joined::Joined;
use super::open::{Deferred, OpenSpan, Relation, lose};
use crate::callsite::Callsite;
use crate::chunk::record::Record;
use crate::clock::now_unix_nanos;
use crate::config::Limits;
use crate::context::{SpanContext, SpanId, TraceFlags};
use crate::id::IdGenerator;
#[cfg(feature = "opentelemetry")]
use crate::otel;
use crate::pipeline;
use crate::stats::DropReason;
use crate::status::StatusCode;

/// Boxes that a thread keeps for its next spans: deeper nesting allocates.
const KEPT: usize = 256;

/// The context of no span.
static NO_SPAN: SpanContext = SpanContext::INVALID;

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
    /// A span on its way from inside a future to what polls the future, within one poll.
    static HANDED: Cell<Option<Handed>> = const { Cell::new(None) };
}

/// A started span, and what it began as; `None` when there is no span.
type Handed = (Option<Box<OpenSpan>>, SpanId);

/// Leaves a span for [`take_handed`]. Gives it back when the thread is ending.
pub(crate) fn hand_over(span: Handed) -> Result<(), Handed> {
    let mut span = Some(span);
    // A thread's last destructors have no place to leave it.
    let _ = HANDED.try_with(|handed| handed.set(span.take()));
    span.map_or(Ok(()), Err)
}

/// Takes the span that the future just polled has left.
pub(crate) fn take_handed() -> Option<Handed> {
    HANDED.try_with(Cell::take).ok().flatten()
}

struct State {
    /// The slot: the span that is entered.
    current: Option<Box<OpenSpan>>,
    ids: IdGenerator,
    /// The pipeline this thread records into; its generation is compared before each use.
    joined: Option<Joined>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    spare: Vec<Box<OpenSpan>>,
    #[expect(clippy::vec_box, reason = "spans and messages take the box as it is, one pointer wide")]
    messages: Vec<Box<SpanBuffer>>,
    deferred: Vec<Deferred>,
    is_suppressed: bool,
}

/// Runs `operation` on the thread's state. `None` when the thread is ending and the state is
/// gone, or when a signal handler or allocator re-entered.
#[inline]
fn with<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|state| state.try_borrow_mut().ok().map(|mut state| operation(&mut state))).ok().flatten()
}

/// Keeps this thread from recording spans: for the export thread and those that work for it.
pub(crate) fn suppress() {
    with(|state| state.is_suppressed = true);
    #[cfg(feature = "opentelemetry")]
    otel::suppress();
}

/// Begins a span. `None` when nothing is installed, or when the current span is not sampled and
/// its context goes on unchanged.
#[inline]
pub(crate) fn begin(callsite: &'static Callsite, relation: Relation<'_>) -> Option<Box<OpenSpan>> {
    match pipeline::generation() {
        0 => None,
        generation => begin_installed(generation, callsite, relation),
    }
}

// The calls that an annotated function makes are out of line, so that it stays small.
#[inline(never)]
fn begin_installed(
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
    with(|state| state.begin(generation, callsite, relation)).flatten()
}

/// Makes `span` the content of the slot, and what was there `span`. False when the thread's state is gone.
#[inline]
pub(crate) fn enter(span: &mut Option<Box<OpenSpan>>) -> bool {
    #[cfg(feature = "opentelemetry")]
    if let (Some(theirs), Some(span)) = (otel::active(), &mut *span) {
        span.beside = theirs.span_id;
    }
    swap(span)
}

/// Exchanges a span with the content of the slot. False when the thread's state is gone.
#[inline]
pub(crate) fn swap(span: &mut Option<Box<OpenSpan>>) -> bool {
    with(|state| {
        mem::swap(&mut state.current, span);
        // A guard may have been dropped inside the scope, or outside while its span was away.
        if !state.deferred.is_empty() {
            state.catch_up();
        }
    })
    .is_some()
}

/// Ends the span that was entered as `span_id` and puts `previous` back into the slot.
#[inline(never)]
pub(crate) fn exit(span_id: SpanId, previous: Option<Box<OpenSpan>>) {
    let mut previous = Some(previous);
    with(|state| state.exit(span_id, previous.take().flatten()));
}

/// Ends a span that is not entered. `span_id` is what it began as: its owner may hold another
/// one instead, that of a guard it left behind.
#[inline(never)]
pub(crate) fn end_detached(span_id: SpanId, span: Box<OpenSpan>, is_panic: bool) {
    let mut span = Some(span);
    with(|state| {
        if let Some(span) = span.take() {
            state.end_detached(span_id, span, is_panic);
        }
    });
}

/// Ends a span that is not entered at a time that its owner has taken.
#[cfg(feature = "opentelemetry")]
pub(crate) fn end_at(span: Box<OpenSpan>, end_unix_nanos: u64) {
    let mut span = Some(span);
    with(|state| {
        if let Some(span) = span.take() {
            state.finish(span, End { unix_nanos: Some(end_unix_nanos), is_panic: false });
        }
    });
}

/// Returns the current span's context; invalid when there is none.
#[inline]
pub(crate) fn context() -> SpanContext {
    #[cfg(feature = "opentelemetry")]
    if let Some(theirs) = otel::active()
        && beside::is_later(theirs)
    {
        return otel::active_context();
    }
    with(|state| context_of(state.current.as_deref()).clone()).unwrap_or_default()
}

/// Returns what the OpenTelemetry context was when the current span was entered; invalid when there is none.
#[cfg(feature = "opentelemetry")]
pub(super) fn entered_beside() -> Option<SpanId> {
    with(|state| state.current.as_ref().map_or(SpanId::INVALID, |span| span.beside))
}

/// Says whether the current span records.
#[inline]
pub(crate) fn is_recording() -> bool {
    pipeline::generation() != 0
        && with(|state| state.current.as_ref().is_some_and(|span| span.is_recording)).unwrap_or(false)
}

/// Runs `operation` on the current span's buffer, outside of the borrow: it may run user code
/// that makes spans itself, below this one.
pub(crate) fn with_buffer(operation: impl FnOnce(&mut SpanBuffer)) {
    let taken = with(|state| {
        let span = state.current.as_mut()?;
        span.buffer()?;
        span.buffer.take().map(|buffer| (buffer, span.context.span_id()))
    });
    if let Some((buffer, span_id)) = taken.flatten() {
        let mut lent = Lent { buffer: Some(buffer), span_id };
        if let Some(buffer) = &mut lent.buffer {
            operation(buffer);
        }
    }
}

/// A span's buffer while user code may run. Goes back also when that panics.
struct Lent {
    buffer: Option<Box<SpanBuffer>>,
    span_id: SpanId,
}

impl Drop for Lent {
    fn drop(&mut self) {
        if let Some(buffer) = self.buffer.take() {
            with(|state| state.put_back(buffer, self.span_id));
        }
    }
}

/// Returns an empty buffer for an event or a link. `None` when nothing is installed.
pub(crate) fn begin_message() -> Option<Box<SpanBuffer>> {
    let generation = pipeline::generation();
    if generation == 0 {
        return None;
    }
    with(|state| state.begin_message(generation)).flatten()
}

/// Keeps the buffer of a message for the thread's next one.
pub(crate) fn end_message(message: Box<SpanBuffer>) {
    with(|state| {
        if state.messages.len() < KEPT && message.is_worth_keeping() {
            state.messages.push(message);
        }
    });
}

impl State {
    const fn new() -> Self {
        Self {
            current: None,
            ids: IdGenerator::new(),
            joined: None,
            spare: Vec::new(),
            messages: Vec::new(),
            deferred: Vec::new(),
            is_suppressed: false,
        }
    }

    /// Joins the pipeline of `generation` unless that is done.
    #[inline]
    fn join(&mut self, generation: u32) -> Option<&mut Joined> {
        let is_joined = self.joined.as_ref().is_some_and(|joined| joined.pipeline.generation() == generation);
        if !is_joined {
            self.change_pipeline(generation);
        }
        self.joined.as_mut().filter(|joined| joined.pipeline.generation() == generation)
    }

    #[cold]
    fn change_pipeline(&mut self, generation: u32) {
        if self.is_suppressed {
            return;
        }
        if let Some(pipeline) = pipeline::find(generation) {
            self.joined = Some(Joined::new(pipeline));
        }
    }

    #[inline]
    fn begin(
        &mut self,
        generation: u32,
        callsite: &'static Callsite,
        relation: Relation<'_>,
    ) -> Option<Box<OpenSpan>> {
        self.join(generation)?;
        let joined = self.joined.as_ref()?;
        let (parent, may_share) = match relation {
            Relation::Current => (context_of(self.current.as_deref()), true),
            Relation::CurrentAnywhere => (context_of(self.current.as_deref()), false),
            Relation::ChildOf(parent) if parent.is_valid() => (parent, false),
            // Whatever else it says, an invalid context is no parent (W3C-05).
            Relation::ChildOf(_) | Relation::Root => (&NO_SPAN, false),
        };
        let decision = joined.pipeline.sampler.decide(parent);
        let is_root = !parent.is_valid();
        if decision.is_drop() && may_share && !is_root && !parent.is_sampled() && !parent.is_remote() {
            // The unsampled parent's context stands for its children too: nothing to make or restore.
            return None;
        }
        let (trace_id, inherited) = if is_root {
            (self.ids.trace_id(), TraceFlags::RANDOM)
        } else {
            (parent.trace_id(), parent.trace_flags())
        };
        // SDK-01: trace id, then sampler, then a fresh span id even for a dropped span.
        let is_sampled = decision.is_keep(trace_id);
        let flags = if is_sampled {
            inherited.with(TraceFlags::SAMPLED)
        } else {
            inherited.without(TraceFlags::SAMPLED)
        };
        let mut span = self.spare.pop().unwrap_or_else(OpenSpan::vacant);
        span.context =
            SpanContext::new(trace_id, self.ids.span_id(), flags, false, parent.trace_state().clone());
        span.parent_span_id = if is_root { SpanId::INVALID } else { parent.span_id() };
        span.parent_is_remote = parent.is_remote();
        span.callsite = callsite;
        span.generation = generation;
        span.has_recorded = false;
        span.is_recording = is_sampled;
        if is_sampled {
            joined.counters.count_started();
            span.limits = joined.pipeline.limits;
            span.started_in_panic = std::thread::panicking();
            if SpanBuffer::must_check_constants(callsite, &span.limits) {
                span.buffer();
            }
            span.start_unix_nanos = now_unix_nanos();
        }
        Some(span)
    }

    #[inline]
    fn exit(&mut self, span_id: SpanId, previous: Option<Box<OpenSpan>>) {
        match mem::replace(&mut self.current, previous) {
            Some(span) if span.context.span_id() == span_id => {
                let is_panic = std::thread::panicking() && !span.started_in_panic;
                self.finish(span, End { unix_nanos: None, is_panic });
                if !self.deferred.is_empty() {
                    self.catch_up();
                }
            }
            younger => {
                let previous = mem::replace(&mut self.current, younger);
                self.put_off(span_id, previous, std::thread::panicking());
            }
        }
    }

    #[inline]
    fn end_detached(&mut self, span_id: SpanId, span: Box<OpenSpan>, is_panic: bool) {
        if span.context.span_id() == span_id {
            self.finish(span, End { unix_nanos: None, is_panic });
        } else {
            // The owner left a guard behind, which holds what the span recorded: wait for it.
            let previous = self.current.replace(span);
            self.put_off(span_id, previous, is_panic);
        }
    }

    #[cold]
    fn put_off(&mut self, span_id: SpanId, previous: Option<Box<OpenSpan>>, is_panic: bool) {
        self.deferred.push(Deferred { span_id, end_unix_nanos: now_unix_nanos(), is_panic, previous });
    }

    /// Ends the spans whose guards are gone and that are now on top.
    #[cold]
    fn catch_up(&mut self) {
        loop {
            let top = context_of(self.current.as_deref()).span_id();
            let Some(index) = self.deferred.iter().position(|deferred| deferred.span_id == top) else {
                return;
            };
            let Deferred { end_unix_nanos, is_panic, previous, .. } = self.deferred.swap_remove(index);
            if let Some(span) = mem::replace(&mut self.current, previous) {
                self.finish(span, End { unix_nanos: Some(end_unix_nanos), is_panic });
            }
        }
    }

    #[inline]
    fn finish(&mut self, mut span: Box<OpenSpan>, end: End) {
        if span.is_recording {
            let end_unix_nanos = end.unix_nanos.unwrap_or_else(now_unix_nanos);
            if end.is_panic
                && let Some(buffer) = span.buffer()
            {
                buffer.set_outcome(StatusCode::Error, &"panicked", "panic");
            }
            if !span.context.trace_state().is_empty() {
                span.record_trace_state();
            }
            if !span.callsite.names().is_empty() {
                // Makes sure of a buffer: the name is put into it.
                span.buffer();
            }
            self.record(&mut span, end_unix_nanos);
        }
        if self.spare.len() < KEPT && span.buffer.as_ref().is_none_or(|buffer| buffer.is_worth_keeping()) {
            self.spare.push(span);
        }
    }

    /// Appends the span to the chunk, or counts why not.
    #[inline]
    fn record(&mut self, span: &mut OpenSpan, end_unix_nanos: u64) {
        span.is_recording = false;
        if pipeline::generation() != span.generation {
            return lose(span.generation, DropReason::AfterShutdown);
        }
        let Some(joined) = self.join(span.generation) else {
            return lose(span.generation, DropReason::ThreadExit);
        };
        let finished = match &mut span.buffer {
            Some(buffer) if span.has_recorded => buffer.finish(),
            _ => Finished::default(),
        };
        let record = Record {
            trace_id: span.context.trace_id(),
            span_id: span.context.span_id(),
            parent_span_id: span.parent_span_id,
            start_unix_nanos: span.start_unix_nanos,
            // A span moved between threads may meet clocks that differ by some nanoseconds.
            end_unix_nanos: end_unix_nanos.max(span.start_unix_nanos),
            callsite: span.callsite,
            trace_flags: span.context.trace_flags(),
            parent_is_remote: span.parent_is_remote,
            owns_attributes: finished.owns_attributes,
            owns_name: finished.owns_name,
        };
        joined.append(record, finished.fields);
    }

    fn begin_message(&mut self, generation: u32) -> Option<Box<SpanBuffer>> {
        let limits: Limits = self.join(generation)?.pipeline.limits;
        Some(match self.messages.pop() {
            Some(mut message) => {
                message.reset(Callsite::NONE, limits);
                message
            }
            None => Box::new(SpanBuffer::new(Callsite::NONE, limits)),
        })
    }

    /// Gives the current span its buffer back after `with_buffer`.
    fn put_back(&mut self, mut buffer: Box<SpanBuffer>, span_id: SpanId) {
        if let Some(span) = &mut self.current
            && span.context.span_id() == span_id
        {
            if let Some(newer) = &span.buffer {
                buffer.absorb(newer);
            }
            span.buffer = Some(buffer);
        }
    }
}

/// Returns the context of the span in the slot; not a method, so that it borrows nothing else.
#[inline]
fn context_of(current: Option<&OpenSpan>) -> &SpanContext {
    current.map_or(&NO_SPAN, |span| &span.context)
}

/// How a span ends.
#[derive(Clone, Copy)]
struct End {
    /// `None` for now.
    unix_nanos: Option<u64>,
    is_panic: bool,
}
