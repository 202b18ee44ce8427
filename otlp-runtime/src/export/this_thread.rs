//! Which export thread the current thread is.
//!
//! In: the word of an export thread. Out: yes or no, at any time: `thread::current` panics once a thread's storage
//! is gone, as in `main`'s when the process exits.
//! Never here: handles.

use core::cell::Cell;
use std::thread::{self, ThreadId};

thread_local! {
    // Needs no destructor, and so is there until the thread is gone.
    static EXPORTS_AS: Cell<Option<ThreadId>> = const { Cell::new(None) };
}

/// Says that the current thread is an export thread.
pub(super) fn mark() {
    EXPORTS_AS.set(Some(thread::current().id()));
}

/// Says whether the current thread is the export thread `id`.
pub(crate) fn is_current(id: ThreadId) -> bool {
    EXPORTS_AS.get() == Some(id)
}
