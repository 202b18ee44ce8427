//! A thread's part in a pipeline: its counters and the chunk it fills.
//!
//! In: spans that start on this thread, records of those that ended. Out: counts; records in the chunk.
//! Never here: which span is current.

use std::sync::Arc;

use super::open::OpenSpan;
use crate::callsite::Callsite;
use crate::chunk::ChunkWriter;
use crate::chunk::pool::Refusal;
use crate::chunk::record::{HEAD_WORDS, Record};
use crate::clock;
use crate::pipeline::Pipeline;
use crate::stats::{DropReason, ThreadCounters};

/// This thread's part in a pipeline.
#[derive(Debug)]
pub(crate) struct Joined {
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) counters: Arc<ThreadCounters>,
    writer: Option<ChunkWriter>,
    /// Bytes of constant attributes that no limit can cut.
    unchecked_bytes: usize,
    /// The sampler keeps every root.
    keeps_roots: bool,
    /// The sampler keeps every child of a local sampled span.
    keeps_children: bool,
    /// The sampler drops every child of a local span that is not sampled.
    drops_children: bool,
}

impl Joined {
    /// Adds the calling thread to `pipeline`.
    pub(crate) fn new(pipeline: Arc<Pipeline>) -> Self {
        let counters = pipeline.join();
        let unchecked_bytes = pipeline.limits.unchecked_bytes();
        let keeps_roots = pipeline.sampler.keeps_roots();
        let (keeps_children, drops_children) = pipeline.sampler.follows_local_parents();
        Self {
            pipeline,
            counters,
            writer: None,
            unchecked_bytes,
            keeps_roots,
            keeps_children,
            drops_children,
        }
    }

    /// Says whether this is the pipeline of `generation` by this number of it, and roots are recorded.
    #[inline]
    pub(super) fn keeps_roots_of(&self, generation: u32, number: impl Fn(&Pipeline) -> u32) -> bool {
        self.keeps_roots && number(&self.pipeline) == generation
    }

    /// Says whether this is the pipeline of `generation` by this number of it, and the children of its recorded spans are
    /// recorded.
    #[inline]
    pub(super) fn keeps_children_of(&self, generation: u32, number: impl Fn(&Pipeline) -> u32) -> bool {
        self.keeps_children && number(&self.pipeline) == generation
    }

    /// Says whether this is the pipeline of `generation` by this number of it, and the children of spans that are not sampled
    /// are dropped.
    #[inline]
    pub(super) fn drops_children_of(&self, generation: u32, number: impl Fn(&Pipeline) -> u32) -> bool {
        self.drops_children && number(&self.pipeline) == generation
    }

    /// Counts the start of a span that has its context, and does what is the same for all.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(super) fn start(&self, span: &mut OpenSpan, callsite: &'static Callsite) {
        let generation = self.pipeline.generation();
        if span.generation != generation {
            span.generation = generation;
            span.limits = self.pipeline.limits;
        }
        span.callsite = callsite;
        span.has_recorded = false;
        if span.is_recording {
            self.counters.count_started();
            span.started_in_panic = std::thread::panicking();
            // A name that is made at the end, and the trace state, are put into the buffer then.
            if callsite.bytes_to_check() > self.unchecked_bytes || !span.context.trace_state().is_empty() {
                span.prepare_buffer();
            }
            span.start = clock::now();
        }
    }

    /// Counts the end of a span and appends its record, or counts that there is no memory for it.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(crate) fn append(&mut self, record: impl Fn() -> Record, fields: &[u8]) {
        self.counters.count_ended();
        let head = || words(record(), fields);
        let is_appended = self.writer.as_mut().is_some_and(|writer| writer.append(head, fields));
        if !is_appended {
            self.append_to_new_chunk(record, fields);
        }
        self.pipeline.wake.span_recorded();
    }

    /// Counts the end of a span for which there is no memory.
    #[cold]
    pub(super) fn refuse(&self) {
        self.counters.count_ended();
        self.count_full();
    }

    #[cold]
    fn count_full(&self) {
        self.pipeline.export.add_dropped(DropReason::MemoryBudget, 1);
    }

    /// Counts the end of a span that is recorded and not exported.
    #[cold]
    pub(super) fn leave_out(&self) {
        self.counters.count_ended();
        self.counters.count_sampled_out();
    }

    #[cold]
    fn append_to_new_chunk(&mut self, record: impl Fn() -> Record, fields: &[u8]) {
        let full = self.writer.take();
        let last_capacity = full.as_ref().map(ChunkWriter::capacity);
        drop(full);
        if let Some(capacity) = last_capacity {
            self.pipeline.wake.chunk_filled(capacity);
        }
        self.writer = match self.pipeline.chunks.open(last_capacity, fields.len()) {
            Ok(writer) => Some(writer),
            Err(refusal) => {
                if refusal == Refusal::JustFull {
                    self.pipeline.wake.memory_full();
                }
                None
            }
        };
        let head = || words(record(), fields);
        let is_appended = self.writer.as_mut().is_some_and(|writer| writer.append(head, fields));
        if !is_appended {
            self.count_full();
        }
    }
}

/// Packs a record's head. A span's fields are bounded far below 4 GiB (`buffer::MAX_SPAN_BYTES`).
#[inline]
fn words(record: Record, fields: &[u8]) -> [u64; HEAD_WORDS] {
    record.to_words(u32::try_from(fields.len()).unwrap_or(u32::MAX))
}

impl Drop for Joined {
    /// The thread ends, or joins another pipeline.
    fn drop(&mut self) {
        if self.pipeline.is_inherited() {
            // Its locks may be held by threads that were not copied, and its counts are the parent's.
            return;
        }
        if let Some(writer) = self.writer.take() {
            let words = writer.capacity();
            drop(writer);
            // Its capacity, not its content: many short threads fill the memory with chunks that hold little each.
            self.pipeline.wake.chunk_filled(words);
        }
        self.pipeline.leave(&self.counters);
    }
}
