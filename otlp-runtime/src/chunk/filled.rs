//! How much threads have filled since the export thread last looked, so that it is woken once per batch.
//!
//! In: the size of each chunk that is full. Out: whether this one makes a batch.
//! Never here: chunks, the waking.
//!
//! Protocol. A thread seals its chunk, then adds it here. The export thread sets what makes a batch and takes the
//! count, then looks at the chunks: whatever it took, it sees (the swap pairs with the additions before it), and
//! whatever is added later counts for the next batch. Of the additions between two takes exactly one, if any, is
//! told that it makes the batch. `tests/tests/loom/main.rs` runs this very file under loom.

use super::words::{AtomicUsize, Ordering};

/// Words in chunks that were filled since the last `take`.
#[derive(Debug)]
pub(crate) struct Filled {
    words: AtomicUsize,
    full_at: AtomicUsize,
}

impl Filled {
    pub(crate) fn new() -> Self {
        Self { words: AtomicUsize::new(0), full_at: AtomicUsize::new(0) }
    }

    /// Adds a chunk; true when it makes a batch.
    pub(crate) fn add(&self, words: usize) -> bool {
        // AcqRel: release, so that who takes the count sees the chunk sealed; acquire, so that the
        // load below sees at least the threshold that was set before the count was last taken.
        let before = self.words.fetch_add(words, Ordering::AcqRel);
        let full_at = self.full_at.load(Ordering::Relaxed);
        before < full_at && before.saturating_add(words) >= full_at
    }

    /// Starts a new count, which makes a batch at `full_at` words, 1 or more.
    pub(crate) fn take(&self, full_at: usize) {
        // Relaxed: published by the swap. Before it: see `add`.
        self.full_at.store(full_at, Ordering::Relaxed);
        self.words.swap(0, Ordering::AcqRel);
    }
}
