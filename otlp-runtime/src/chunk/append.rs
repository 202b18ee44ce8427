//! Append-only memory for ended spans: one writer, many readers, no copy between them.
//!
//! In: records, from the one thread that holds the `ChunkWriter`. Out: the words written so
//! far, to whoever holds an `Arc<Chunk>`.
//! Never here: what the words mean (`record`), clocks, I/O, locks.
//!
//! Protocol. A chunk is a fixed run of words and one atomic `state`, which holds how many words
//! are committed and whether the chunk is sealed.
//!
//! 1. One writer: `Chunk::open` makes a `ChunkWriter` only from an `Arc` that nobody shares.
//! 2. The writer alone stores to words at or above the committed length, then raises the
//!    length with a release store. It never touches words below it again.
//! 3. A reader loads the length (acquire) and looks only at words below it. They cannot change
//!    as long as it holds its `Arc`.
//! 4. Sealing is the writer's last store. A sealed chunk that a reader has read to its end is
//!    done; it is opened again (rule 1) once every other `Arc` is gone.
//!
//! `tests/tests/loom/main.rs` runs this very file under loom, with a `words` of its own.

#![expect(unsafe_code, reason = "ARCHITECTURE.md lists this file")]

use core::ops::Range;

use super::words::{Arc, AtomicUsize, Ordering, Words};

/// Memory for ended spans, shared by `Arc`.
#[derive(Debug)]
pub(crate) struct Chunk {
    words: Words,
    /// Committed words, shifted left by one; the lowest bit says "sealed".
    state: AtomicUsize,
}

/// How far a chunk is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Progress {
    /// Words that may be read.
    pub(crate) committed: usize,
    /// No more will follow.
    pub(crate) is_sealed: bool,
}

impl Chunk {
    /// Allocates a chunk of `capacity` words, closed; `None` when there is no memory.
    pub(crate) fn with_capacity(capacity: usize) -> Option<Arc<Self>> {
        Some(Arc::new(Self { words: Words::zeroed(capacity)?, state: AtomicUsize::new(1) }))
    }

    /// Returns how many words fit.
    pub(crate) fn capacity(&self) -> usize {
        self.words.len()
    }

    /// Empties a chunk that nobody else holds and returns its writer and an `Arc` for readers.
    ///
    /// # Errors
    ///
    /// Gives the chunk back when somebody else still holds it.
    pub(crate) fn open(mut chunk: Arc<Self>) -> Result<(ChunkWriter, Arc<Self>), Arc<Self>> {
        match Arc::get_mut(&mut chunk) {
            Some(exclusive) => exclusive.state = AtomicUsize::new(0),
            None => return Err(chunk),
        }
        let shared = Arc::clone(&chunk);
        Ok((ChunkWriter { chunk, len: 0 }, shared))
    }

    /// Returns how far the chunk is written.
    #[inline]
    pub(crate) fn progress(&self) -> Progress {
        // Acquire: pairs with the release stores of `commit` and `seal`.
        let state = self.state.load(Ordering::Acquire);
        Progress { committed: state >> 1, is_sealed: state & 1 == 1 }
    }

    /// Returns committed words; a range beyond them is cut to them.
    #[inline]
    pub(crate) fn read(&self, range: Range<usize>) -> &[u64] {
        let end = range.end.min(self.progress().committed);
        let start = range.start.min(end);
        // SAFETY: `Words::slice`,
        // 1. in bounds: `commit` never raises the length beyond the capacity;
        // 2. initialised and no longer written: `end` is at most the committed length, read with
        //    acquire, and the writer leaves committed words alone (protocol rules 2 and 3);
        // 3. resetting takes an exclusive `Arc` (rule 1), which cannot exist while `self` is borrowed.
        unsafe { self.words.slice(start..end) }
    }
}

/// The right to append to a chunk; there is one at most per chunk.
#[derive(Debug)]
pub(crate) struct ChunkWriter {
    chunk: Arc<Chunk>,
    len: usize,
}

impl ChunkWriter {
    /// Appends `head` and then `tail`, padded with zero bytes to whole words, as one unit.
    ///
    /// Returns false, and appends nothing, when they do not fit. The head is made where it goes, and only then: kept
    /// until it is known to fit, it would go by way of the stack.
    #[expect(clippy::inline_always, reason = "each span passes here")]
    #[inline(always)]
    pub(crate) fn append<const N: usize>(&mut self, head: impl FnOnce() -> [u64; N], tail: &[u8]) -> bool {
        let end = self.len + N + tail.len().div_ceil(8);
        if end > self.chunk.capacity() {
            return false;
        }
        // SAFETY: `Words::write`,
        // 1. in bounds: `len + N <= end <= capacity`;
        // 2. no other access: readers stay below the committed length, which is `len`, and
        //    `&mut self` of the only writer excludes other writes (protocol rules 1 and 2).
        unsafe {
            self.chunk.words.write(self.len, &head());
        }
        if !tail.is_empty() {
            // SAFETY: `Words::write_bytes`: as above, with `len + N + tail.len() / 8` rounded up = `end`.
            unsafe {
                self.chunk.words.write_bytes(self.len + N, tail);
            }
        }
        self.len = end;
        // Release: pairs with the acquire load of `progress`.
        self.chunk.state.store(end << 1, Ordering::Release);
        true
    }

    /// Returns the capacity of the chunk being written, in words.
    pub(crate) fn capacity(&self) -> usize {
        self.chunk.capacity()
    }
}

impl Drop for ChunkWriter {
    /// Seals the chunk: readers learn that no more will follow.
    fn drop(&mut self) {
        // Release: pairs with the acquire load of `progress`.
        self.chunk.state.store(self.len << 1 | 1, Ordering::Release);
    }
}
