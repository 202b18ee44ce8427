//! What baggage guards bring back.
//!
//! In: guards that are made and dropped, in any order. Out: the baggage to go on with.
//! Never here: which baggage is current (`local`).
//!
//! A guard that is dropped while a younger one lives leaves to that what it would have brought back: its own baggage, which
//! the younger one found, must not outlive it.

use core::cell::RefCell;

use crate::baggage::Baggage;
use crate::context::SpanId;

thread_local! {
    /// The youngest guard's last.
    static ATTACHED: RefCell<Vec<Attached>> = const { RefCell::new(Vec::new()) };
}

struct Attached {
    /// Of the guard.
    number: u64,
    /// The key of the span that carries the baggage.
    key: SpanId,
    /// What there was before.
    before: Baggage,
}

/// Keeps what a guard brings back; returns the guard's number. `None` in a thread's last destructors.
pub(super) fn push(key: SpanId, before: Baggage) -> Option<u64> {
    let pushed = ATTACHED.try_with(|attached| {
        let mut attached = attached.try_borrow_mut().ok()?;
        let number = attached.last().map_or(0, |last| last.number + 1);
        attached.push(Attached { number, key, before });
        Some(number)
    });
    pushed.ok().flatten()
}

/// Takes what a guard brings back now, and to which span.
pub(super) fn pop(number: u64) -> Option<(SpanId, Baggage)> {
    let popped = ATTACHED.try_with(|attached| {
        let mut attached = attached.try_borrow_mut().ok()?;
        let index = attached.iter().rposition(|attached| attached.number == number)?;
        let Attached { key, before, .. } = attached.remove(index);
        match attached.iter_mut().skip(index).find(|younger| younger.key == key) {
            Some(younger) => {
                younger.before = before;
                None
            }
            None => Some((key, before)),
        }
    });
    popped.ok().flatten()
}
