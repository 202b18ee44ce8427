//! A thread's part in a pipeline: its counters and the chunk it fills.
//!
//! In: records of spans that ended on this thread. Out: the same in the chunk, or a count.
//! Never here: which span is current.

use std::sync::Arc;

use crate::chunk::ChunkWriter;
use crate::chunk::record::{HEAD_WORDS, Record};
use crate::pipeline::Pipeline;
use crate::stats::{DropReason, ThreadCounters};

/// This thread's part in a pipeline.
#[derive(Debug)]
pub(super) struct Joined {
    pub(super) pipeline: Arc<Pipeline>,
    pub(super) counters: Arc<ThreadCounters>,
    writer: Option<ChunkWriter>,
}

impl Joined {
    /// Adds the calling thread to `pipeline`.
    pub(super) fn new(pipeline: Arc<Pipeline>) -> Self {
        let counters = pipeline.join();
        Self { pipeline, counters, writer: None }
    }

    /// Counts the end of a span and appends its record, or counts that there is no memory for it.
    #[inline]
    pub(super) fn append(&mut self, record: Record, fields: &[u8]) {
        self.counters.count_ended();
        // A span's fields are bounded far below 4 GiB (`buffer::MAX_SPAN_BYTES`).
        let words = record.to_words(u32::try_from(fields.len()).unwrap_or(u32::MAX));
        let is_appended = self.writer.as_mut().is_some_and(|writer| writer.append(&words, fields));
        if !is_appended {
            self.append_to_new_chunk(&words, fields);
        }
        self.pipeline.wake.span_recorded();
    }

    /// Counts the end of a span for which there is no memory.
    #[cold]
    pub(super) fn refuse(&self) {
        self.counters.count_ended();
        self.pipeline.export.add_dropped(DropReason::MemoryBudget, 1);
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
        if self.pipeline.is_inherited() {
            // Its locks may be held by threads that were not copied, and its counts are the parent's.
            return;
        }
        if self.writer.take().is_some() {
            // Many short threads fill the memory with chunks that hold little each.
            self.pipeline.wake.chunk_filled();
        }
        self.pipeline.leave(&self.counters);
    }
}
