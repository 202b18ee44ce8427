//! The requests under way.
//!
//! In: batches, each with the call that sends it. Out: the batch, what became of the call, how long it took.
//! Never here: the choice of what to send. A call that panics ends by itself, and no other with it.

use core::pin::Pin;
use core::task::{Context, Poll};
use core::time::Duration;

use tokio::time::Instant;

use super::guarded::{Panicked, guarded};
use super::outbox::Item;
use super::race::{First, first, until};
use crate::delivery::Attempt;
use crate::exporter::{Call, Load};
use crate::sync::caught;

/// How a call ended.
#[derive(Debug)]
pub(super) enum Ended {
    Answered(Attempt),
    Panicked,
    TimedOut,
}

struct UnderWay {
    item: Item<Load>,
    started: Instant,
    call: Pin<Box<dyn Future<Output = Ended>>>,
}

/// All calls under way; there are few.
#[derive(Default)]
pub(super) struct Sending {
    calls: Vec<UnderWay>,
}

impl Sending {
    /// Adds a call; it is first polled by `poll_ended`.
    pub(super) fn start(&mut self, item: Item<Load>, call: Call<Attempt>, timeout: Option<Duration>) {
        let started = Instant::now();
        let deadline = timeout.and_then(|timeout| started.checked_add(timeout));
        let ended = async move {
            match first(guarded(call), until(deadline)).await {
                First::Left(Ok(attempt)) => Ended::Answered(attempt),
                First::Left(Err(Panicked)) => Ended::Panicked,
                First::Right(()) => Ended::TimedOut,
            }
        };
        // Once more: a call that is dropped may panic as well as one that is polled.
        let call = Box::pin(async move { guarded(ended).await.unwrap_or(Ended::Panicked) });
        self.calls.push(UnderWay { item, started, call });
    }

    /// Polls all calls; ready with the first that has ended.
    pub(super) fn poll_ended(&mut self, context: &mut Context<'_>) -> Poll<(Item<Load>, Ended, Duration)> {
        for index in 0..self.calls.len() {
            let Some(under_way) = self.calls.get_mut(index) else { break };
            if let Poll::Ready(ended) = under_way.call.as_mut().poll(context) {
                let UnderWay { item, started, .. } = self.calls.swap_remove(index);
                return Poll::Ready((item, ended, started.elapsed()));
            }
        }
        Poll::Pending
    }

    /// Drops all calls and returns their batches.
    pub(super) fn give_up(&mut self) -> impl Iterator<Item = Item<Load>> {
        self.calls.drain(..).map(|UnderWay { item, call, .. }| {
            let _ = caught(|| drop(call));
            item
        })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.calls.len()
    }

    /// Returns the spans and the bytes under way.
    pub(super) fn spans_and_bytes(&self) -> (u64, usize) {
        let add =
            |(spans, bytes), call: &UnderWay| (spans + call.item.load.spans, bytes + call.item.load.bytes);
        self.calls.iter().fold((0, 0), add)
    }
}
