//! A span on its way from inside a future to what polls the future, within one poll.
//!
//! In: a started span. Out: the same.
//! Never here: which span is current.

use core::cell::Cell;

use super::open::OpenSpan;
use crate::context::SpanId;

thread_local! {
    static HANDED: Cell<Option<Handed>> = const { Cell::new(None) };
}

/// A started span, and what it began as; `None` when there is no span.
type Handed = (Option<Box<OpenSpan>>, SpanId);

/// Leaves a span for [`take_handed`]. Gives it back when the thread is ending.
pub(crate) fn hand_over(span: Handed) -> Result<(), Handed> {
    let mut span = Some(span);
    // A thread's last destructors have no place to leave it.
    let _ = HANDED.try_with(|handed| handed.set(span.take()));
    span.map_or(Ok(()), Err)
}

/// Takes the span that the future just polled has left.
pub(crate) fn take_handed() -> Option<Handed> {
    HANDED.try_with(Cell::take).ok().flatten()
}
