//! All chunks of a pipeline: which are being filled, which are free, how much memory they take.
//!
//! In: requests for a chunk from threads, done chunks from the export thread, and how much it keeps encoded. Out:
//! writers, and the newly opened chunks for the export thread to read. Total memory is bounded.
//! Never here: records, counting of spans, the encoded batches themselves.
//!
//! One lock, taken once per chunk by threads and a few times per batch by the export thread.

use core::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::append::{Chunk, ChunkWriter};
use super::record::HEAD_WORDS;
use super::words::Arc;

const WORD_BYTES: usize = size_of::<u64>();

/// Words of a thread's first chunk (3.5 KiB): a thread that makes few spans holds little memory, 4 KiB with all else.
const FIRST_WORDS: usize = 3584 / WORD_BYTES;
/// A thread's next chunk is this much larger than its last.
const GROWTH: usize = 4;
/// Words of a busy thread's chunks (56 KiB).
const FULL_WORDS: usize = FIRST_WORDS * GROWTH * GROWTH;
/// The sizes that chunks have, but for those of huge spans.
const SIZES: [usize; 3] = [FIRST_WORDS, FIRST_WORDS * GROWTH, FULL_WORDS];
/// A chunk takes at most one part in so many of the memory that is left.
const SHARES: usize = 128;
/// All threads' chunks together may have one part in so many of the memory, each thread an equal part of that, but no
/// chunk is smaller than a first one. Threads that are idle keep a larger one from when they were fewer: the sum grows
/// with the logarithm of their number.
const THREADS_SHARE: usize = 8;

/// What encoded batches may take of the memory, in eighths: new spans need some, too.
const MOST_ENCODED: usize = 6;
/// What chunks leave to encoded batches, in eighths: without it, nothing could be sent when they are full.
const LEAST_ENCODED: usize = 1;

/// Why there is no chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// Memory is full, and was not a moment ago.
    JustFull,
    /// Memory is still full.
    Full,
}

/// Who holds the memory, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Memory {
    /// Chunks that are being filled, read, or exported from.
    pub(crate) chunks: usize,
    /// Chunks that wait to be used again.
    pub(crate) free: usize,
    /// Encoded batches.
    pub(crate) encoded: usize,
}

/// The chunks of a pipeline.
#[derive(Debug)]
pub(crate) struct ChunkPool {
    max_words: usize,
    /// Words that chunks leave to encoded batches.
    least_encoded: usize,
    /// Threads that may hold a chunk.
    threads: AtomicUsize,
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
    /// Words that encoded batches take.
    encoded: usize,
}

impl ChunkPool {
    /// Bounds the memory of all chunks, and of encoded batches if there are any, by `max_bytes`.
    pub(crate) fn new(max_bytes: usize, has_encoded: bool) -> Self {
        let max_words = max_bytes / WORD_BYTES;
        Self {
            max_words,
            least_encoded: if has_encoded { max_words / 8 * LEAST_ENCODED } else { 0 },
            threads: AtomicUsize::new(0),
            is_exhausted: AtomicBool::new(false),
            inner: Mutex::default(),
        }
    }

    /// Makes room for the chunks of one more thread: those of the others get smaller as they are renewed.
    pub(crate) fn add_thread(&self) {
        // Relaxed, here and below: the number guards nothing.
        self.threads.fetch_add(1, Ordering::Relaxed);
    }

    /// Takes note of a thread that is gone.
    pub(crate) fn remove_thread(&self) {
        self.threads.fetch_sub(1, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        crate::sync::lock(&self.inner)
    }

    /// Opens a chunk with room for a record with a tail of `tail_len` bytes.
    ///
    /// `last_capacity` is that of the thread's last chunk, if any.
    ///
    /// # Errors
    ///
    /// [`Refusal`] when the memory bound, or the system, does not allow another chunk.
    pub(crate) fn open(&self, last_capacity: Option<usize>, tail_len: usize) -> Result<ChunkWriter, Refusal> {
        // Relaxed: a stale value costs one try or one span, which is counted.
        if self.is_exhausted.load(Ordering::Relaxed) {
            return Err(Refusal::Full);
        }
        let needed = HEAD_WORDS + tail_len.div_ceil(WORD_BYTES);
        let mut inner = self.lock();
        inner.opened.try_reserve(1).map_err(|_| Refusal::Full)?;
        let max_words = self.max_words - self.least_encoded.saturating_sub(inner.encoded);
        let threads = self.threads.load(Ordering::Relaxed).max(1);
        let usual = inner.usual(last_capacity, max_words).min(self.largest_for(threads));
        // Under pressure a smaller chunk than usual is better than none.
        let smallest = needed.max(FIRST_WORDS);
        let chunk = inner.take(usual.max(needed), max_words).or_else(|| inner.take(smallest, max_words));
        let Some(chunk) = chunk else {
            // What the system refuses now it may grant next time.
            let is_full = inner.words + inner.encoded + FIRST_WORDS > max_words;
            self.is_exhausted.store(is_full, Ordering::Relaxed);
            return Err(if is_full { Refusal::JustFull } else { Refusal::Full });
        };
        // Free chunks are shared by nobody.
        let (writer, shared) = Chunk::open(chunk).map_err(|_| Refusal::Full)?;
        inner.opened.push(shared);
        Ok(writer)
    }

    /// Returns how large the chunks of so many threads may be.
    fn largest_for(&self, threads: usize) -> usize {
        largest_within(self.max_words / THREADS_SHARE / threads)
    }

    /// Takes memory for an encoded batch. False, and nothing taken, when there is not so much.
    pub(crate) fn reserve(&self, bytes: usize) -> bool {
        let words = bytes.div_ceil(WORD_BYTES);
        let mut inner = self.lock();
        let most = self.max_words / 8 * MOST_ENCODED;
        if inner.encoded.saturating_add(words) > most || !inner.make_room(words, self.max_words) {
            return false;
        }
        inner.encoded += words;
        true
    }

    /// Says whether there could ever be so much memory for an encoded batch.
    pub(crate) const fn could_reserve(&self, bytes: usize) -> bool {
        bytes.div_ceil(WORD_BYTES) <= self.max_words / 8 * MOST_ENCODED
    }

    /// Changes what is reserved, in one step.
    pub(crate) fn exchange(&self, reserved: usize, needed: usize) {
        let mut inner = self.lock();
        inner.encoded =
            inner.encoded.saturating_sub(reserved.div_ceil(WORD_BYTES)) + needed.div_ceil(WORD_BYTES);
        self.is_exhausted.store(false, Ordering::Relaxed);
    }

    /// Gives back what was reserved for as many bytes.
    pub(crate) fn give_back(&self, bytes: usize) {
        self.exchange(bytes, 0);
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

    /// Returns how much of the memory that encoded batches leave is in use, in parts of a thousand.
    pub(crate) fn fill_per_mille(&self) -> u16 {
        let inner = self.lock();
        let left = self.max_words.saturating_sub(inner.encoded).max(1);
        u16::try_from((inner.words - inner.free_words()).saturating_mul(1000) / left)
            .unwrap_or(1000)
            .min(1000)
    }

    /// Returns who holds the memory now.
    pub(crate) fn memory(&self) -> Memory {
        let inner = self.lock();
        let free = inner.free_words();
        Memory {
            chunks: (inner.words - free) * WORD_BYTES,
            free: free * WORD_BYTES,
            encoded: inner.encoded * WORD_BYTES,
        }
    }

    /// Returns the bytes that there may be.
    pub(crate) const fn max_bytes(&self) -> usize {
        self.max_words * WORD_BYTES
    }

    /// Gives the memory of free chunks back to the system.
    pub(crate) fn trim(&self) {
        let mut inner = self.lock();
        let free = core::mem::take(&mut inner.free);
        inner.words -= free.iter().map(|chunk| chunk.capacity()).sum::<usize>();
    }
}

impl Inner {
    /// Returns how large a thread's next chunk shall be: larger than its last, but smaller the
    /// less memory is left, because idle threads keep theirs.
    fn usual(&self, last_capacity: Option<usize>, max_words: usize) -> usize {
        let share = max_words.saturating_sub(self.words + self.encoded) / SHARES;
        let wanted = last_capacity.map_or(FIRST_WORDS, |last| last.saturating_mul(GROWTH));
        largest_within(wanted.min(share))
    }

    /// Returns a closed chunk of `capacity` words, free or new.
    fn take(&mut self, capacity: usize, max_words: usize) -> Option<Arc<Chunk>> {
        if let Some(index) = self.free.iter().position(|chunk| chunk.capacity() == capacity) {
            return Some(self.free.swap_remove(index));
        }
        if !self.make_room(capacity, max_words) {
            return None;
        }
        let chunk = Chunk::with_capacity(capacity)?;
        self.words += capacity;
        Some(chunk)
    }

    /// Gives free chunks back to the system until `words` fit; false when they do not.
    fn make_room(&mut self, words: usize, max_words: usize) -> bool {
        while self.words + self.encoded + words > max_words {
            let Some(chunk) = self.free.pop() else { return false };
            self.words -= chunk.capacity();
        }
        true
    }

    fn free_words(&self) -> usize {
        self.free.iter().map(|chunk| chunk.capacity()).sum()
    }
}

/// Returns the largest size of at most so many words, or the smallest there is.
fn largest_within(words: usize) -> usize {
    SIZES.into_iter().rev().find(|size| *size <= words).unwrap_or(FIRST_WORDS)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A first chunk.
    const SMALL: usize = FIRST_WORDS * WORD_BYTES;

    fn bytes(pool: &ChunkPool) -> usize {
        let Memory { chunks, free, encoded } = pool.memory();
        chunks + free + encoded
    }

    #[test]
    fn encoded_batches_leave_a_quarter_to_new_spans() {
        let pool = ChunkPool::new(16 * SMALL, true);
        assert!(!pool.reserve(12 * SMALL + 1));
        assert!(pool.reserve(10 * SMALL) && pool.reserve(2 * SMALL) && !pool.reserve(1));
        let writers: Vec<_> = core::iter::from_fn(|| pool.open(None, 0).ok()).collect();
        assert_eq!(writers.len(), 4);
        assert_eq!(pool.memory(), Memory { chunks: 4 * SMALL, free: 0, encoded: 12 * SMALL });
        assert_eq!(pool.fill_per_mille(), 1000);
        pool.give_back(2 * SMALL);
        assert!(pool.open(None, 0).is_ok());
        assert_eq!(pool.fill_per_mille(), 833);
    }

    #[test]
    fn fullness_is_news_once() {
        let pool = ChunkPool::new(SMALL, false);
        let _writer = pool.open(None, 0).unwrap();
        assert_eq!(pool.open(None, 0).unwrap_err(), Refusal::JustFull);
        assert_eq!(pool.open(None, 0).unwrap_err(), Refusal::Full);
    }

    #[test]
    fn free_chunks_make_room_for_encoded_batches() {
        let pool = ChunkPool::new(16 * SMALL, true);
        let writers: Vec<_> = core::iter::from_fn(|| pool.open(None, 0).ok()).collect();
        assert_eq!(pool.memory(), Memory { chunks: 14 * SMALL, free: 0, encoded: 0 });
        // What chunks leave, and no more.
        assert!(pool.reserve(2 * SMALL) && !pool.reserve(1));
        drop(writers);
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        pool.recycle(&mut done);
        assert!(pool.reserve(10 * SMALL));
        assert_eq!(pool.memory(), Memory { chunks: 0, free: 4 * SMALL, encoded: 12 * SMALL });
    }

    #[test]
    fn chunks_of_a_thread_grow_to_a_bound() {
        let pool = ChunkPool::new(64 << 20, false);
        let mut last = None;
        let sizes = SIZES.map(|_| *last.insert(pool.open(last, 0).unwrap().capacity()));
        assert_eq!(sizes, SIZES);
        assert_eq!(pool.open(last, 0).unwrap().capacity(), FULL_WORDS);
    }

    #[test]
    fn idle_threads_leave_memory_to_others() {
        let pool = ChunkPool::new(64 << 20, true);
        // Each has recorded as much as fills three chunks, and keeps the last.
        let mut idle = Vec::new();
        for _ in 0..4_000 {
            pool.add_thread();
            let (mut last, mut readers) = (None::<ChunkWriter>, Vec::new());
            for _ in 0..3 {
                let capacity = last.take().map(|full| full.capacity());
                last = Some(pool.open(capacity, 0).unwrap());
                pool.take_opened(&mut readers);
                let is_done = |chunk: &mut Arc<Chunk>| chunk.progress().is_sealed;
                pool.recycle(&mut readers.extract_if(.., is_done).collect());
            }
            idle.extend(last);
        }
        let held =
            |writers: &[ChunkWriter]| writers.iter().map(ChunkWriter::capacity).sum::<usize>() * WORD_BYTES;
        assert!(held(&idle) < 32 << 20, "{}", held(&idle));
        let sizes = [0, 145, 146, 584, 585, 3_999].map(|index: usize| idle[index].capacity());
        let [first, middle, full] = SIZES;
        assert_eq!(sizes, [full, full, middle, middle, first, first]);
        // Where most are gone, those that stay have large chunks again.
        (0..3_900).for_each(|_| pool.remove_thread());
        assert_eq!(pool.largest_for(100), FULL_WORDS);
    }

    #[test]
    fn memory_stays_within_the_bound_and_comes_back() {
        let pool = ChunkPool::new(2 * SMALL, false);
        let first = pool.open(None, 0).unwrap();
        let second = pool.open(None, 0).unwrap();
        assert!(pool.open(None, 0).is_err());
        drop((first, second));
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        assert_eq!(done.len(), 2);
        let held = Arc::clone(&done[0]);
        pool.recycle(&mut done);
        assert_eq!(done.len(), 1);
        assert!(pool.open(None, 0).is_ok());
        assert!(pool.open(None, 0).is_err());
        drop(held);
        pool.recycle(&mut done);
        assert!(pool.open(None, 0).is_ok());
        assert_eq!(bytes(&pool), 2 * SMALL);
    }

    #[test]
    fn chunks_shrink_as_memory_runs_out_and_free_ones_can_be_given_back() {
        let pool = ChunkPool::new(4_000 * SMALL, false);
        let mut writers = Vec::new();
        while let Ok(writer) = pool.open(Some(FULL_WORDS), 0) {
            writers.push(writer);
        }
        assert_eq!((writers[0].capacity(), writers[writers.len() - 1].capacity()), (FULL_WORDS, FIRST_WORDS));
        assert_eq!(bytes(&pool), 4_000 * SMALL);
        drop(writers);
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        pool.recycle(&mut done);
        pool.trim();
        assert_eq!(bytes(&pool), 0);
    }

    #[test]
    fn huge_record_gets_a_chunk_of_its_own_size() {
        let pool = ChunkPool::new(4 << 20, false);
        let writer = pool.open(None, 1 << 20).unwrap();
        assert_eq!(writer.capacity(), 8 + (1 << 17));
        drop(writer);
        let mut done = Vec::new();
        pool.take_opened(&mut done);
        pool.recycle(&mut done);
        assert_eq!(bytes(&pool), 0);
    }
}
