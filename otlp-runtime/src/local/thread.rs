//! The thread's state and every operation on it.
//!
//! In: calls of `span`. Out: `Open` and `Active` halves; records appended to the chunk.
//! Never here: user code while the state is borrowed; a panic.

use core::cell::RefCell;
use core::mem;
use std::sync::Arc;

use super::buffer::{Finished, SpanBuffer};
use super::open::{Active, Deferred, Open, Relation};
use crate::callsite::Callsite;
use crate::chunk::ChunkWriter;
use crate::chunk::record::{HEAD_WORDS, Record};
use crate::clock::now_unix_nanos;
use crate::context::{SpanContext, SpanId, TraceFlags};
use crate::id::IdGenerator;
use crate::pipeline::{self, Pipeline};
use crate::stats::{DropReason, ThreadCounters};
use crate::status::StatusCode;

/// Buffers that a thread keeps for its next spans.
const KEPT_BUFFERS: usize = 64;

thread_local! {
    static STATE: RefCell<State> = const { RefCell::new(State::new()) };
}

struct State {
    active: Active,
    ids: IdGenerator,
    /// The pipeline this thread records into; its generation is compared before each use.
    joined: Option<Joined>,
    #[expect(clippy::vec_box, reason = "a span takes the box as it is, one pointer wide")]
    buffers: Vec<Box<SpanBuffer>>,
    deferred: Vec<Deferred>,
    is_suppressed: bool,
}

/// This thread's part in a pipeline.
struct Joined {
    pipeline: Arc<Pipeline>,
    counters: Arc<ThreadCounters>,
    writer: Option<ChunkWriter>,
}

/// Runs `operation` on the thread's state. `None` when the thread is ending and the state is
/// gone, or when a signal handler or allocator re-entered.
#[inline]
fn with<R>(operation: impl FnOnce(&mut State) -> R) -> Option<R> {
    STATE.try_with(|state| state.try_borrow_mut().ok().map(|mut state| operation(&mut state))).ok().flatten()
}

/// Keeps this thread from recording spans: for the export thread.
pub(crate) fn suppress() {
    with(|state| state.is_suppressed = true);
}

/// Begins a span. `None` when nothing is installed or the span is not even a root that is
/// dropped: then the current context goes on unchanged.
#[inline]
pub(crate) fn begin(callsite: &'static Callsite, relation: Relation<'_>) -> Option<(Open, Active)> {
    match pipeline::generation() {
        0 => None,
        generation => begin_installed(generation, callsite, relation),
    }
}

/// Out of line, like `enter` and `exit`: each annotated function holds the check above and three calls.
#[inline(never)]
fn begin_installed(
    generation: u32,
    callsite: &'static Callsite,
    relation: Relation<'_>,
) -> Option<(Open, Active)> {
    with(|state| state.begin(generation, callsite, relation)).flatten()
}

/// Puts `active` into the slot and returns what was there; gives it back when the state is gone.
#[inline(never)]
pub(crate) fn enter(active: Active) -> Result<Active, Active> {
    let mut active = Some(active);
    match with(|state| mem::replace(&mut state.active, active.take().unwrap_or(Active::NONE))) {
        Some(previous) => Ok(previous),
        None => Err(active.unwrap_or(Active::NONE)),
    }
}

/// Ends the entered span of `open` and puts `previous` back into the slot.
#[inline(never)]
pub(crate) fn exit(open: Open, previous: Active) {
    let generation = open.generation;
    if with(|state| state.exit(open, previous)).is_none() {
        lose(generation, DropReason::ThreadExit);
    }
}

/// Ends a span that is not entered.
pub(crate) fn end_detached(open: Open, active: Active, is_panic: bool) {
    let mut halves = Some((open, active));
    let done = with(|state| {
        if let Some((open, active)) = halves.take() {
            state.end_detached(open, active, is_panic);
        }
    });
    if done.is_none()
        && let Some((open, active)) = halves
        && active.is_recording()
    {
        lose(open.generation, DropReason::ThreadExit);
    }
}

#[cold]
fn lose(generation: u32, reason: DropReason) {
    if let Some(pipeline) = pipeline::find(generation) {
        pipeline.count_lost(reason);
    }
}

/// Returns the current span's context; invalid when there is none.
#[inline]
pub(crate) fn context() -> SpanContext {
    with(|state| state.active.context.clone()).unwrap_or_default()
}

/// Says whether the current span records.
#[inline]
pub(crate) fn is_recording() -> bool {
    pipeline::generation() != 0 && with(|state| state.active.is_recording()).unwrap_or(false)
}

/// Runs `operation` on the current span's buffer, and on the time, outside of the borrow:
/// `operation` may run user code that makes spans itself.
pub(crate) fn with_buffer(operation: impl FnOnce(&mut SpanBuffer)) {
    let taken = with(|state| {
        if !state.active.is_recording() {
            return None;
        }
        let buffer = match state.active.buffer.take() {
            Some(buffer) => Some(buffer),
            None => state.acquire(state.active.callsite),
        };
        buffer.map(|buffer| (buffer, state.active.context.span_id()))
    });
    if let Some((mut buffer, span_id)) = taken.flatten() {
        operation(&mut buffer);
        with(|state| state.put_back(buffer, span_id));
    }
}

/// Returns an empty buffer for a span (or event, or link) that records.
pub(crate) fn acquire_buffer(callsite: &'static Callsite) -> Option<Box<SpanBuffer>> {
    with(|state| state.acquire(callsite)).flatten()
}

/// Keeps a buffer for the thread's next span.
pub(crate) fn release_buffer(buffer: Box<SpanBuffer>) {
    with(|state| state.release(buffer));
}

impl State {
    const fn new() -> Self {
        Self {
            active: Active::NONE,
            ids: IdGenerator::new(),
            joined: None,
            buffers: Vec::new(),
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
            let counters = pipeline.join();
            self.buffers.clear();
            self.joined = Some(Joined { pipeline, counters, writer: None });
        }
    }

    #[inline]
    fn begin(
        &mut self,
        generation: u32,
        callsite: &'static Callsite,
        relation: Relation<'_>,
    ) -> Option<(Open, Active)> {
        self.join(generation)?;
        let joined = self.joined.as_ref()?;
        let (parent, may_share) = match relation {
            Relation::Current => (&self.active.context, true),
            Relation::Root => (&SpanContext::INVALID, false),
            Relation::ChildOf(parent) => (parent, false),
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
        let span_id = self.ids.span_id();
        let context = SpanContext::new(trace_id, span_id, flags, false, parent.trace_state().clone());
        let mut open = Open {
            span_id,
            parent_span_id: if is_root { SpanId::INVALID } else { parent.span_id() },
            start_unix_nanos: 0,
            generation,
            parent_is_remote: parent.is_remote(),
            started_in_panic: false,
        };
        let mut active = Active { context, callsite, buffer: None };
        if is_sampled {
            joined.counters.count_started();
            open.started_in_panic = std::thread::panicking();
            if SpanBuffer::must_check_constants(callsite, &joined.pipeline.limits) {
                active.buffer = self.acquire(callsite);
            }
            open.start_unix_nanos = now_unix_nanos();
        }
        Some((open, active))
    }

    #[inline]
    fn exit(&mut self, open: Open, previous: Active) {
        let is_panic = std::thread::panicking() && !open.started_in_panic;
        if self.active.context.span_id() != open.span_id {
            return self.put_off(open, previous, is_panic);
        }
        let active = mem::replace(&mut self.active, previous);
        self.finish(&open, active, End { unix_nanos: None, is_panic });
        if !self.deferred.is_empty() {
            self.catch_up();
        }
    }

    #[inline]
    fn end_detached(&mut self, open: Open, active: Active, is_panic: bool) {
        if active.context.span_id() == open.span_id {
            self.finish(&open, active, End { unix_nanos: None, is_panic });
        } else {
            // The owner left a guard behind, which holds what the span recorded: wait for it.
            let previous = mem::replace(&mut self.active, active);
            self.put_off(open, previous, is_panic);
        }
    }

    #[cold]
    fn put_off(&mut self, open: Open, previous: Active, is_panic: bool) {
        let end_unix_nanos = now_unix_nanos();
        self.deferred.push(Deferred { open, end_unix_nanos, is_panic, previous });
    }

    /// Ends the spans whose guards are gone and that are now on top.
    #[cold]
    fn catch_up(&mut self) {
        while let Some(index) =
            self.deferred.iter().position(|deferred| deferred.open.span_id == self.active.context.span_id())
        {
            let Deferred { open, end_unix_nanos, is_panic, previous } = self.deferred.swap_remove(index);
            let active = mem::replace(&mut self.active, previous);
            self.finish(&open, active, End { unix_nanos: Some(end_unix_nanos), is_panic });
        }
    }

    #[inline]
    fn finish(&mut self, open: &Open, mut active: Active, end: End) {
        if !active.is_recording() {
            return;
        }
        let end_unix_nanos = end.unix_nanos.unwrap_or_else(now_unix_nanos);
        if pipeline::generation() != open.generation {
            return lose(open.generation, DropReason::AfterShutdown);
        }
        if (end.is_panic || !active.context.trace_state().is_empty()) && active.buffer.is_none() {
            active.buffer = self.acquire(active.callsite);
        }
        let Some(joined) = self.join(open.generation) else {
            return lose(open.generation, DropReason::ThreadExit);
        };
        let mut finished = Finished::default();
        if let Some(buffer) = &mut active.buffer {
            if end.is_panic {
                buffer.set_outcome(StatusCode::Error, &"panicked", "panic");
            }
            buffer.set_trace_state(active.context.trace_state().as_str());
            finished = buffer.finish();
        }
        let record = Record {
            trace_id: active.context.trace_id(),
            span_id: open.span_id,
            parent_span_id: open.parent_span_id,
            start_unix_nanos: open.start_unix_nanos,
            // A span moved between threads may meet clocks that differ by some nanoseconds.
            end_unix_nanos: end_unix_nanos.max(open.start_unix_nanos),
            callsite: active.callsite,
            trace_flags: active.context.trace_flags(),
            parent_is_remote: open.parent_is_remote,
            owns_attributes: finished.owns_attributes,
            owns_name: finished.owns_name,
        };
        joined.counters.count_ended();
        joined.append(record, finished.fields);
        if let Some(buffer) = active.buffer {
            self.release(buffer);
        }
    }

    fn acquire(&mut self, callsite: &'static Callsite) -> Option<Box<SpanBuffer>> {
        let limits = self.join(pipeline::generation())?.pipeline.limits;
        Some(match self.buffers.pop() {
            Some(mut buffer) => {
                buffer.reset(callsite, limits);
                buffer
            }
            None => Box::new(SpanBuffer::new(callsite, limits)),
        })
    }

    fn release(&mut self, buffer: Box<SpanBuffer>) {
        if self.buffers.len() < KEPT_BUFFERS && buffer.is_worth_keeping() {
            self.buffers.push(buffer);
        }
    }

    /// Gives the current span its buffer back after `with_buffer`.
    fn put_back(&mut self, mut buffer: Box<SpanBuffer>, span_id: SpanId) {
        if self.active.context.span_id() == span_id {
            if let Some(newer) = self.active.buffer.take() {
                buffer.absorb(&newer);
                self.release(newer);
            }
            self.active.buffer = Some(buffer);
        }
    }
}

/// How a span ends.
#[derive(Clone, Copy)]
struct End {
    /// `None` for now.
    unix_nanos: Option<u64>,
    is_panic: bool,
}

impl Joined {
    #[inline]
    fn append(&mut self, record: Record, fields: &[u8]) {
        // A span's fields are bounded far below 4 GiB (`buffer::MAX_SPAN_BYTES`).
        let words = record.to_words(u32::try_from(fields.len()).unwrap_or(u32::MAX));
        let is_appended = self.writer.as_mut().is_some_and(|writer| writer.append(&words, fields));
        if !is_appended {
            self.append_to_new_chunk(&words, fields);
        }
        self.pipeline.wake.span_recorded();
    }

    #[cold]
    fn append_to_new_chunk(&mut self, words: &[u64; HEAD_WORDS], fields: &[u8]) {
        let full = self.writer.take();
        let last_capacity = full.as_ref().map(ChunkWriter::capacity);
        if full.is_some() {
            drop(full);
            self.pipeline.wake.chunk_filled();
        }
        self.writer = self.pipeline.chunks.open(last_capacity, fields.len());
        let is_appended = self.writer.as_mut().is_some_and(|writer| writer.append(words, fields));
        if !is_appended {
            self.pipeline.export.add_dropped(DropReason::MemoryBudget, 1);
        }
    }
}

impl Drop for Joined {
    /// The thread ends, or joins another pipeline.
    fn drop(&mut self) {
        self.writer = None;
        self.pipeline.leave(&self.counters);
    }
}

impl Drop for State {
    fn drop(&mut self) {
        // Their guards are gone, and the span that hides each of them was leaked.
        for deferred in self.deferred.drain(..).filter(|deferred| deferred.open.start_unix_nanos > 0) {
            lose(deferred.open.generation, DropReason::ThreadExit);
        }
    }
}
