//! A span that is the current one of its thread until it is dropped.
//!
//! In: a started span. Out: its end.
//! Never here: awaiting; the guard is not `Send`, so the compiler refuses to hold it across `await`
//! in a future that must be `Send`.

use core::marker::PhantomData;

use crate::local::{self, Active, Open};

/// Keeps a span entered; dropping it ends the span, also while unwinding.
///
/// Guards are dropped in the reverse order in which they were made, as `let` does by itself. One
/// that is dropped too early takes its end time then and is recorded once the younger ones are gone.
#[derive(Debug)]
#[must_use = "the span ends when the guard is dropped; bind it, as in `let _span = ...`"]
pub struct SpanGuard {
    entered: Option<(Open, Active)>,
    _not_send: PhantomData<*const ()>,
}

impl SpanGuard {
    #[inline]
    pub(crate) fn new(halves: Option<(Open, Active)>) -> Self {
        Self { entered: halves.and_then(Self::enter), _not_send: PhantomData }
    }

    #[inline(never)]
    fn enter((open, active): (Open, Active)) -> Option<(Open, Active)> {
        match local::enter(active) {
            Ok(previous) => Some((open, previous)),
            Err(active) => {
                // The thread is ending; the span cannot be a parent any more.
                local::end_detached(open, active, false);
                None
            }
        }
    }
}

impl Drop for SpanGuard {
    #[inline]
    fn drop(&mut self) {
        if let Some((open, previous)) = self.entered.take() {
            local::exit(open, previous);
        }
    }
}
