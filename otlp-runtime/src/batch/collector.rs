//! Reads the threads' chunks and cuts batches.
//!
//! In: chunks opened by threads, on the export thread only. Out: batches; done chunks go back
//! to the pool once nobody holds them.
//! Never here: time, exporters.

use std::sync::Arc;

use super::{Part, Source, SpanBatch, walk};
use crate::attribute::Attribute;
use crate::callsite::Callsite;
use crate::chunk::Chunk;
use crate::chunk::pool::ChunkPool;
use crate::chunk::record::Record;

/// How large a batch may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BatchLimits {
    /// Spans, at least 1.
    pub(crate) spans: usize,
    /// Encoded bytes; a single span may be larger.
    pub(crate) bytes: usize,
}

/// All chunks that may hold spans nobody has read yet.
#[derive(Default)]
pub(crate) struct Collector {
    readers: Vec<Reader>,
    /// Sealed and read to the end, maybe held by batches.
    done: Vec<Arc<Chunk>>,
    /// Late keys that spans were read without; taken by `take_unfilled`.
    unfilled: Vec<(&'static Callsite, &'static str)>,
    /// Where the next batch starts to look, so that no thread waits behind a busy one for ever.
    next: usize,
}

struct Reader {
    chunk: Arc<Chunk>,
    /// Words read so far.
    read: usize,
    /// Words that were committed at the last look; batches are cut up to here.
    seen: usize,
}

impl Collector {
    /// Takes note of all that is committed now; returns how many words are unread.
    pub(crate) fn look(&mut self, pool: &ChunkPool) -> usize {
        let mut opened = Vec::new();
        pool.take_opened(&mut opened);
        self.readers.extend(opened.into_iter().map(|chunk| Reader { chunk, read: 0, seen: 0 }));
        for reader in &mut self.readers {
            reader.seen = reader.chunk.progress().committed;
        }
        self.unread()
    }

    /// Returns how many words of what the last look saw are unread.
    pub(crate) fn unread(&self) -> usize {
        self.readers.iter().map(|reader| reader.seen - reader.read).sum()
    }

    /// Returns the late keys that spans lacked since the last call.
    pub(crate) fn take_unfilled(&mut self) -> Vec<(&'static Callsite, &'static str)> {
        core::mem::take(&mut self.unfilled)
    }

    /// Gives chunks that are read to their end back to the pool.
    pub(crate) fn release(&mut self, pool: &ChunkPool) {
        let done = &mut self.done;
        self.readers.retain(|reader| {
            let progress = reader.chunk.progress();
            let is_done = progress.is_sealed && progress.committed == reader.read;
            if is_done {
                done.push(Arc::clone(&reader.chunk));
            }
            !is_done
        });
        pool.recycle(done);
    }

    /// Cuts the next batch from what the last look saw; `None` when all of that is read.
    pub(crate) fn next_batch(&mut self, source: &Arc<Source>, limits: BatchLimits) -> Option<SpanBatch> {
        let mut part = Part::default();
        let count = self.readers.len();
        'readers: for offset in 0..count {
            let index = (self.next + offset) % count;
            let Some(reader) = self.readers.get_mut(index) else { continue };
            let unread = reader.chunk.read(reader.read..reader.seen);
            for (record, fields, words) in walk(unread) {
                let bytes = crate::encode::span_bytes(&record, fields);
                let is_full = part.spans >= limits.spans || part.bytes + bytes > limits.bytes;
                if is_full && part.spans > 0 {
                    self.next = index;
                    break 'readers;
                }
                note_unfilled(&mut self.unfilled, &record, fields);
                part.push(&reader.chunk, reader.read..reader.read + words, &record, fields);
                reader.read += words;
            }
        }
        (part.spans > 0).then(|| part.into_batch(source))
    }
}

/// Notes the keys that a callsite promised to record late and a span of it has not.
fn note_unfilled(unfilled: &mut Vec<(&'static Callsite, &'static str)>, record: &Record, fields: &[u8]) {
    for key in record.callsite.late() {
        if !Attribute::all(fields, 9).any(|attribute| attribute.key == *key) {
            unfilled.push((record.callsite, key));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::context::{SpanId, TraceFlags, TraceId};
    use crate::resource::Resource;

    fn append(writer: &mut crate::chunk::ChunkWriter, number: u8) {
        let record = Record {
            trace_id: TraceId::from_bytes([1; 16]),
            span_id: SpanId::from_bytes([number; 8]),
            parent_span_id: SpanId::INVALID,
            start_unix_nanos: 0,
            end_unix_nanos: 0,
            callsite: Callsite::NONE,
            trace_flags: TraceFlags::SAMPLED,
            parent_is_remote: false,
            owns_attributes: false,
            owns_name: false,
        };
        assert!(writer.append(|| record.to_words(0), &[]));
    }

    fn numbers(batch: &SpanBatch) -> Vec<u8> {
        batch.iter().map(|span| span.span_id().to_bytes()[0]).collect()
    }

    #[test]
    fn batches_are_cut_by_spans_and_lose_none() {
        let pool = ChunkPool::new(1 << 20, false);
        let source = Arc::new(Source::new(Resource::default()));
        let (mut first, mut second) = (pool.open(None, 0).unwrap(), pool.open(None, 0).unwrap());
        (1..=3).for_each(|number| append(&mut first, number));
        (4..=5).for_each(|number| append(&mut second, number));
        let mut collector = Collector::default();
        assert_eq!(collector.look(&pool), 5 * 8);
        let limits = BatchLimits { spans: 2, bytes: usize::MAX };
        let mut batches = Vec::new();
        while let Some(batch) = collector.next_batch(&source, limits) {
            batches.push(numbers(&batch));
        }
        assert_eq!(batches, [vec![1, 2], vec![3, 4], vec![5]]);
    }

    #[test]
    fn open_chunk_is_read_before_it_is_full() {
        let pool = ChunkPool::new(1 << 20, false);
        let source = Arc::new(Source::new(Resource::default()));
        let limits = BatchLimits { spans: 100, bytes: usize::MAX };
        let mut writer = pool.open(None, 0).unwrap();
        let mut collector = Collector::default();
        append(&mut writer, 1);
        collector.look(&pool);
        assert_eq!(numbers(&collector.next_batch(&source, limits).unwrap()), [1]);
        assert!(collector.next_batch(&source, limits).is_none());
        append(&mut writer, 2);
        assert!(collector.next_batch(&source, limits).is_none());
        collector.look(&pool);
        assert_eq!(numbers(&collector.next_batch(&source, limits).unwrap()), [2]);
    }

    #[test]
    fn held_batch_keeps_its_chunk_out_of_the_pool() {
        let pool = ChunkPool::new(4 * 1024, false);
        let source = Arc::new(Source::new(Resource::default()));
        let limits = BatchLimits { spans: 100, bytes: usize::MAX };
        let mut writer = pool.open(None, 0).unwrap();
        append(&mut writer, 1);
        drop(writer);
        let mut collector = Collector::default();
        collector.look(&pool);
        let batch = collector.next_batch(&source, limits).unwrap();
        collector.release(&pool);
        assert!(pool.open(None, 0).is_err());
        assert_eq!(numbers(&batch), [1]);
        drop(batch);
        collector.release(&pool);
        assert!(pool.open(None, 0).is_ok());
    }

    #[test]
    fn split_halves_and_keeps_order() {
        let pool = ChunkPool::new(1 << 20, false);
        let source = Arc::new(Source::new(Resource::default()));
        let mut writer = pool.open(None, 0).unwrap();
        (1..=5).for_each(|number| append(&mut writer, number));
        let mut collector = Collector::default();
        collector.look(&pool);
        let batch = collector.next_batch(&source, BatchLimits { spans: 100, bytes: usize::MAX }).unwrap();
        let (first, second) = batch.split().unwrap();
        assert_eq!((numbers(&first), numbers(&second)), (vec![1, 2], vec![3, 4, 5]));
        assert_eq!(first.span_bytes() + second.span_bytes(), batch.span_bytes());
    }
}
