//! Calls into exporters that may panic.
//!
//! In: a future of somebody else's making. Out: its output, or the fact that it panicked.
//! Never here: retry, counting.

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;

use crate::sync::caught;

/// The future panicked; the panic hook has said why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Panicked;

/// Runs `future`; a panic in it becomes a value.
///
/// The exporter behind it may be in any state it could be in between two statements, which is
/// its own affair: it is called again with the next batch.
pub(super) async fn guarded<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = pin!(future);
    poll_fn(|context| match caught(|| future.as_mut().poll(context)) {
        Some(Poll::Pending) => Poll::Pending,
        Some(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        None => Poll::Ready(Err(Panicked)),
    })
    .await
}
