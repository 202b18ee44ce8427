//! A span on its way from inside a future to what polls the future, within one poll.
//!
//! In: a started span. Out: the same.
//! Never here: which span is current.

use core::cell::Cell;

use super::open::OpenSpan;

thread_local! {
    static HANDED: Cell<Option<Box<OpenSpan>>> = const { Cell::new(None) };
}

/// Leaves a span for [`take_handed`].
///
/// # Errors
///
/// Gives it back when the thread is ending.
pub(crate) fn hand_over(span: Box<OpenSpan>) -> Result<(), Box<OpenSpan>> {
    let mut span = Some(span);
    // A thread's last destructors have no place to leave it.
    let _ = HANDED.try_with(|handed| handed.set(span.take()));
    span.map_or(Ok(()), Err)
}

/// Takes the span that the future just polled has left.
pub(crate) fn take_handed() -> Option<Box<OpenSpan>> {
    HANDED.try_with(Cell::take).ok().flatten()
}
