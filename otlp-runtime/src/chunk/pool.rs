//! All chunks of a pipeline: which are being filled, which are free, how much memory they take.
//!
//! In: requests for a chunk from threads, done chunks from the export thread. Out: writers, and
//! the newly opened chunks for the export thread to read. Total memory is bounded.
//! Never here: records, counting of spans.
//!
//! One lock, taken once per chunk by threads and once per tick by the export thread.

use core::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::append::{Chunk, ChunkWriter};
use super::record::HEAD_WORDS;
use super::words::Arc;

const WORD_BYTES: usize = size_of::<u64>();

/// Words of a thread's first chunk (4 KiB): a thread that makes few spans holds little memory.
const FIRST_WORDS: usize = 4 * 1024 / WORD_BYTES;
/// Words of a busy thread's chunks (64 KiB).
const FULL_WORDS: usize = 64 * 1024 / WORD_BYTES;
/// A thread's next chunk is this much larger than its last.
const GROWTH: usize = 4;
/// The sizes that chunks have, but for those of huge spans.
const SIZES: [usize; 3] = [FIRST_WORDS, FIRST_WORDS * GROWTH, FULL_WORDS];
/// A chunk takes at most one part in so many of the memory that is left.
const SHARES: usize = 128;

/// The chunks of a pipeline.
#[derive(Debug)]
pub(crate) struct ChunkPool {
    max_words: usize,
    /// Not even a small chunk could be had; spares threads the lock until something comes back.
    is_exhausted: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    /// Opened since the export thread last asked.
    opened: Vec<Arc<Chunk>>,
    /// Closed and shared by nobody.
    free: Vec<Arc<Chunk>>,
    /// Words of all chunks that exist.
    words: usize,
}

impl ChunkPool {
    /// Bounds the memory of all chunks by `max_bytes`.
    pub(crate) fn new(max_bytes: usize) -> Self {
        Self {
            max_words: max_bytes / WORD_BYTES,
            is_exhausted: AtomicBool::new(false),
            inner: Mutex::default(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        crate::sync::lock(&self.inner)
    }

    /// Opens a chunk with room for a record with a tail of `tail_len` bytes.
    ///
    /// `last_capacity` is that of the thread's last chunk, if any. `None` when the memory bound, or
    /// the system, does not allow another chunk.
    pub(crate) fn open(&self, last_capacity: Option<usize>, tail_len: usize) -> Option<ChunkWriter> {
        // Relaxed: a stale value costs one try or one span, which is counted.
        if self.is_exhausted.load(Ordering::Relaxed) {
            return None;
        }
        let needed = HEAD_WORDS + tail_len.div_ceil(WORD_BYTES);
        let mut inner = self.lock();
        inner.opened.try_reserve(1).ok()?;
        let usual = inner.usual(last_capacity, self.max_words);
        // Under pressure a smaller chunk than usual is better than none.
        let smallest = needed.max(FIRST_WORDS);
        let chunk =
            inner.take(usual.max(needed), self.max_words).or_else(|| inner.take(smallest, self.max_words));
        let Some(chunk) = chunk else {
            // What the system refuses now it may grant next time.
            let is_full = inner.words + FIRST_WORDS > self.max_words;
            self.is_exhausted.store(is_full, Ordering::Relaxed);
            return None;
        };
        let (writer, shared) = Chunk::open(chunk).ok()?;
        inner.opened.push(shared);
        Some(writer)
    }

    /// Moves the chunks opened since the last call to `readers`.
    pub(crate) fn take_opened(&self, readers: &mut Vec<Arc<Chunk>>) {
        readers.append(&mut self.lock().opened);
    }

    /// Takes back chunks that are done, leaving in `done` those that somebody still holds.
    pub(crate) fn recycle(&self, done: &mut Vec<Arc<Chunk>>) {
        if done.is_empty() {
            return;
        }
        let mut inner = self.lock();
        let mut index = 0;
        while let Some(chunk) = done.get_mut(index) {
            if Arc::get_mut(chunk).is_none() {
                index += 1;
                continue;
            }
            let chunk = done.swap_remove(index);
            self.is_exhausted.store(false, Ordering::Relaxed);
            if chunk.capacity() > FULL_WORDS {
                // Made for one huge span; the next one will need another size.
                inner.words -= chunk.capacity();
            } else {
                inner.free.push(chunk);
            }
        }
    }

    /// Says whether more than half of the memory is in use: time to read what is there.
    pub(crate) fn is_scarce(&self) -> bool {
        let inner = self.lock();
        let free: usize = inner.free.iter().map(|chunk| chunk.capacity()).sum();
        inner.words - free > self.max_words / 2
    }

    /// Gives the memory of free chunks back to the system.
    pub(crate) fn trim(&self) {
        let mut inner = self.lock();
        let free = core::mem::take(&mut inner.free);
        inner.words -= free.iter().map(|chunk| chunk.capacity()).sum::<usize>();
    }

    /// Returns the bytes that all existing chunks take.
    #[cfg(test)]
    pub(crate) fn bytes(&self) -> usize {
        self.lock().words * WORD_BYTES
    }
}

impl Inner {
    /// Returns how large a thread's next chunk shall be: larger than its last, but smaller the
    /// less memory is left, because idle threads keep theirs.
    fn usual(&self, last_capacity: Option<usize>, max_words: usize) -> usize {
        let share = max_words.saturating_sub(self.words) / SHARES;
        let wanted = last_capacity.map_or(FIRST_WORDS, |last| last.saturating_mul(GROWTH));
        let fits = |size: &usize| *size <= wanted.min(share);
        SIZES.into_iter().rev().find(fits).unwrap_or(FIRST_WORDS)
    }

    /// Returns a closed chunk of `capacity` words, free or new.
    fn take(&mut self, capacity: usize, max_words: usize) -> Option<Arc<Chunk>> {
        if let Some(index) = self.free.iter().position(|chunk| chunk.capacity() == capacity) {
            return Some(self.free.swap_remove(index));
        }
        while self.words + capacity > max_words {
            // Free chunks of other sizes make room before spans are dropped.
            let chunk = self.free.pop()?;
            self.words -= chunk.capacity();
        }
        let chunk = Chunk::with_capacity(capacity)?;
        self.words += capacity;
        Some(chunk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_of_a_thread_grow_to_a_bound() {
        let pool = ChunkPool::new(64 << 20);
        let sizes =
            [None, Some(512), Some(2048), Some(8192)].map(|last| pool.open(last, 0).unwrap().capacity());
        assert_eq!(sizes, [512, 2048, 8192, 8192]);
    }

    #[test]
    fn memory_stays_within_the_bound_and_comes_back() {
        let pool = ChunkPool::new(8 * 1024);
        let first = pool.open(None, 0).unwrap();
        let second = pool.open(None, 0).unwrap();
        assert!(pool.open(None, 0).is_none());
        drop((first, second));
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        assert_eq!(done.len(), 2);
        let held = Arc::clone(&done[0]);
        pool.recycle(&mut done);
        assert_eq!(done.len(), 1);
        assert!(pool.open(None, 0).is_some());
        assert!(pool.open(None, 0).is_none());
        drop(held);
        pool.recycle(&mut done);
        assert!(pool.open(None, 0).is_some());
        assert_eq!(pool.bytes(), 8 * 1024);
    }

    #[test]
    fn chunks_shrink_as_memory_runs_out_and_free_ones_can_be_given_back() {
        let pool = ChunkPool::new(8 << 20);
        let mut writers = Vec::new();
        while let Some(writer) = pool.open(Some(FULL_WORDS), 0) {
            writers.push(writer);
        }
        assert_eq!((writers[0].capacity(), writers[500].capacity(), pool.bytes()), (8192, 512, 8 << 20));
        drop(writers);
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        pool.recycle(&mut done);
        pool.trim();
        assert_eq!(pool.bytes(), 0);
    }

    #[test]
    fn huge_record_gets_a_chunk_of_its_own_size() {
        let pool = ChunkPool::new(4 << 20);
        let writer = pool.open(None, 1 << 20).unwrap();
        assert_eq!(writer.capacity(), 8 + (1 << 17));
        drop(writer);
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        pool.recycle(&mut done);
        assert_eq!(pool.bytes(), 0);
    }
}
