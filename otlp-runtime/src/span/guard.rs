//! A span that is the current one of its thread until it is dropped.
//!
//! In: a started span. Out: its end.
//! Never here: awaiting; the guard is not `Send`, so the compiler refuses to hold it across `await`
//! in a future that must be `Send`.

use core::marker::PhantomData;

use crate::local::Entry;

/// Keeps a span entered; dropping it ends the span, also while unwinding.
///
/// Guards are dropped in the reverse order in which they were made, as `let` does by itself. One
/// that is dropped too early takes its end time then and is recorded once the younger ones are gone.
///
/// Do not `mem::forget` a guard: it holds the span that was current before, which then never ends.
#[derive(Debug)]
#[must_use = "the span ends when the guard is dropped; bind it, as in `let _span = ...`"]
pub struct SpanGuard {
    entry: Entry,
    _not_send: PhantomData<*const ()>,
}

impl SpanGuard {
    #[inline]
    pub(crate) const fn new(entry: Entry) -> Self {
        Self { entry, _not_send: PhantomData }
    }
}

impl Drop for SpanGuard {
    #[inline]
    fn drop(&mut self) {
        self.entry.exit();
    }
}
