//! Waits for the first of two futures, or for a moment.
//!
//! In: two futures. Out: the output of one; the other is dropped.
//! Never here: fairness: the first wins a tie. (`tokio::select!` would bring a second `syn` into
//! every build for this.)

use core::future::poll_fn;
use core::pin::pin;
use core::task::Poll;

use tokio::time::{Instant, sleep_until};

/// Which future was first.
pub(super) enum First<A, B> {
    Left(A),
    Right(B),
}

/// Waits for `left` or `right`.
pub(super) async fn first<A, B>(
    left: impl Future<Output = A>,
    right: impl Future<Output = B>,
) -> First<A, B> {
    let (mut left, mut right) = (pin!(left), pin!(right));
    poll_fn(|context| {
        if let Poll::Ready(output) = left.as_mut().poll(context) {
            return Poll::Ready(First::Left(output));
        }
        right.as_mut().poll(context).map(First::Right)
    })
    .await
}

/// Waits until then, or for ever.
pub(super) async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => core::future::pending().await,
    }
}
