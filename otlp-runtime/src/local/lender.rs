//! Spans that stay where they are and can be recorded on wherever a box stands for them.
//!
//! In: the key of such a box, and who has the span. Out: who is asked for a buffer when that box is the current span.
//! Never here: spans of ours that are carried elsewhere, which others cannot record on.

use core::fmt::Debug;
use std::sync::Arc;

use super::buffer::SpanBuffer;
use super::state::with;
use crate::context::SpanId;

/// Has an open span, and may be asked from several threads at a time.
pub(crate) trait Lender: Debug + Send + Sync {
    /// Says whether the span records.
    fn is_recording(&self) -> bool;

    /// Lends what the span records into. `None` when nothing is recorded.
    fn lend(&self) -> Option<Box<SpanBuffer>>;

    /// Takes back what was lent.
    fn take_back(&self, buffer: Box<SpanBuffer>);
}

/// The lenders of a thread, the youngest last.
#[derive(Debug)]
pub(super) struct Lenders(Vec<(SpanId, Arc<dyn Lender>)>);

impl Lenders {
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(super) fn find(&self, key: SpanId) -> Option<Arc<dyn Lender>> {
        self.0.iter().rfind(|(lent, _)| *lent == key).map(|(_, lender)| Arc::clone(lender))
    }
}

/// Who has the span that the current box stands for, if others can record on it.
pub(super) fn of_current() -> Option<Arc<dyn Lender>> {
    with(|state| state.lenders.find(state.current.as_ref()?.key)).flatten()
}

/// Makes what is recorded on the box with this key, on this thread, go to the span of `lender`.
pub(crate) fn start_lending(key: SpanId, lender: Arc<dyn Lender>) {
    with(|state| state.lenders.0.push((key, lender)));
}

/// Ends what [`start_lending`] began.
pub(crate) fn stop_lending(key: SpanId) {
    let lender = with(|state| {
        let index = state.lenders.0.iter().rposition(|(lent, _)| *lent == key)?;
        Some(state.lenders.0.remove(index))
    });
    // Dropped outside of the borrow.
    drop(lender);
}
