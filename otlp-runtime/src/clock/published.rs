//! A few words that one thread at a time replaces and all threads read, without waiting for each other.
//!
//! In: words. Out: the same, all of one publication, or nothing when the next two came in between.
//! Never here: what the words mean.
//!
//! Protocol. There are two slots; the version says which of them holds.
//!
//! 1. Whoever publishes excludes others, and writes only to the slot that does not hold, before raising the version.
//! 2. A reader that finds the version unchanged after reading has read a slot that held all the while: to be written
//!    again, it must have lost its turn first.
//!
//! `tests/tests/loom/main.rs` runs this very file under loom, with an `atomics` of its own.

use super::atomics::{AtomicU64, AtomicUsize, Ordering, fence};

/// `N` words; made by hand, since loom's atomics are not `const`.
#[derive(Debug)]
pub(crate) struct Published<const N: usize> {
    pub(crate) version: AtomicUsize,
    pub(crate) slots: [[AtomicU64; N]; 2],
}

impl<const N: usize> Published<N> {
    /// Returns what holds. `None` when it was replaced meanwhile; the next attempt will do better.
    #[inline]
    pub(crate) fn read(&self) -> Option<[u64; N]> {
        // Acquire: pairs with the store of `publish`, so that the slot is written.
        let version = self.version.load(Ordering::Acquire);
        // Relaxed: see the fence.
        let words = self.slots.get(version & 1)?.each_ref().map(|word| word.load(Ordering::Relaxed));
        // Pairs with the fence of `publish`: whoever read one word of a later publication sees a later version.
        fence(Ordering::Acquire);
        (self.version.load(Ordering::Relaxed) == version).then_some(words)
    }

    /// Replaces the words. The caller excludes others who publish.
    pub(crate) fn publish(&self, words: [u64; N]) {
        // Relaxed: the caller's exclusion orders it after the last store.
        let version = self.version.load(Ordering::Relaxed).wrapping_add(1);
        // After the version that took this slot's turn.
        fence(Ordering::Release);
        for (place, word) in self.slots.get(version & 1).into_iter().flatten().zip(words) {
            place.store(word, Ordering::Relaxed);
        }
        self.version.store(version, Ordering::Release);
    }
}
