//! How threads wake the export thread, and how seldom.
//!
//! In: spans recorded, chunks filled. Out: one notification for the first span after a quiet time, one for each
//! batch that is full, one when memory is.
//! Never here: waiting on the threads' side.

use core::sync::atomic::{AtomicBool, Ordering};

use crate::chunk::Filled;

/// Wakes the export thread.
#[derive(Debug)]
pub(crate) struct Wake {
    /// Nothing was recorded for a while: the export thread sleeps, or soon will, without a deadline.
    is_idle: AtomicBool,
    filled: Filled,
    notify: tokio::sync::Notify,
}

impl Wake {
    pub(super) fn new() -> Self {
        Self { is_idle: AtomicBool::new(false), filled: Filled::new(), notify: tokio::sync::Notify::new() }
    }

    /// Tells that a span was recorded; does something only when the export thread is idle.
    #[inline]
    pub(crate) fn span_recorded(&self) {
        // Relaxed: a store of `true` that is not seen yet costs no span, because the export
        // thread looks once more after one interval before it sleeps for good.
        if self.is_idle.load(Ordering::Relaxed) {
            self.leave_idle();
        }
    }

    #[cold]
    fn leave_idle(&self) {
        if self.is_idle.swap(false, Ordering::AcqRel) {
            self.notify.notify_one();
        }
    }

    /// Tells that a chunk of so many words is sealed: it is full, or its thread is gone.
    pub(crate) fn chunk_filled(&self, words: usize) {
        if self.filled.add(words) {
            self.notify.notify_one();
        } else {
            self.span_recorded();
        }
    }

    /// Tells that there is no memory for another chunk.
    pub(crate) fn memory_full(&self) {
        self.notify.notify_one();
    }

    /// Asks to be woken by the next span.
    pub(crate) fn set_idle(&self) {
        self.is_idle.store(true, Ordering::Release);
    }

    /// Asks to be woken when chunks of so many words are sealed, counted from now.
    pub(crate) fn wake_at(&self, full_words: usize) {
        self.filled.take(full_words.max(1));
    }

    pub(crate) async fn woken(&self) {
        self.notify.notified().await;
        self.is_idle.store(false, Ordering::Release);
    }
}
