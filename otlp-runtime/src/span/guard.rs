//! A span that is the current one of its thread until it is dropped.
//!
//! In: a started span. Out: its end.
//! Never here: awaiting; the guard is not `Send`, so the compiler refuses to hold it across `await`
//! in a future that must be `Send`.

use core::marker::PhantomData;

use crate::context::SpanId;
use crate::local::{self, OpenSpan};

/// Keeps a span entered; dropping it ends the span, also while unwinding.
///
/// Guards are dropped in the reverse order in which they were made, as `let` does by itself. One
/// that is dropped too early takes its end time then and is recorded once the younger ones are gone.
///
/// Do not `mem::forget` a guard: it holds the span that was current before, which then never ends.
#[derive(Debug)]
#[must_use = "the span ends when the guard is dropped; bind it, as in `let _span = ...`"]
pub struct SpanGuard {
    /// Invalid when there is no span.
    id: SpanId,
    /// What the thread's slot held before.
    previous: Option<Box<OpenSpan>>,
    _not_send: PhantomData<*const ()>,
}

impl SpanGuard {
    #[inline]
    pub(crate) fn new(span: Option<Box<OpenSpan>>) -> Self {
        let mut guard = Self { id: SpanId::INVALID, previous: span, _not_send: PhantomData };
        if let Some(span) = &guard.previous {
            let id = span.context.span_id();
            // Without thread state, as in a thread's last destructors, the span ends uncounted here
            // and counted as lost by its own drop.
            if local::enter(&mut guard.previous) {
                guard.id = id;
            }
        }
        guard
    }
}

impl Drop for SpanGuard {
    #[inline]
    fn drop(&mut self) {
        if self.id.is_valid() {
            local::exit(self.id, self.previous.take());
        }
    }
}
