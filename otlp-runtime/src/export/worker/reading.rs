//! When spans are read, and how many of them.
//!
//! In: wake-ups and ticks. Out: what the last look saw, and which of it is to be exported.
//! Never here: batches.

use tokio::time::Instant;

use super::{Drain, Quiet, SCARCE, Worker};
use crate::batch::SpanBatch;

impl Worker {
    /// Takes note of all spans that have ended; returns how many words of them are not read.
    pub(super) fn look(&mut self) -> usize {
        // Before the look: see `chunk::Filled`.
        self.pipeline.wake.wake_at(self.batcher.decide().full_words);
        let unread = self.collector.look(&self.pipeline.chunks);
        self.batcher.observe_fill(self.pipeline.chunks.fill_per_mille());
        unread
    }

    /// Says whether all that is to be exported now is prepared.
    pub(super) fn is_read(&self) -> bool {
        self.cut.is_empty() && self.drain == Drain::None
    }

    pub(super) fn wake_up(&mut self) {
        #[cfg(test)]
        self.turns[1].fetch_add(1, core::sync::atomic::Ordering::Relaxed);
        self.quiet = Quiet::No;
        if self.is_reading_for_flush() {
            self.must_look = true;
            return;
        }
        let unread = self.look();
        let plan = self.batcher.decide();
        let soon = Instant::now().checked_add(plan.delay);
        self.tick_at = match (self.tick_at, soon) {
            (Some(tick), Some(soon)) => Some(tick.min(soon)),
            (tick, soon) => tick.or(soon),
        };
        if self.pipeline.chunks.fill_per_mille() >= SCARCE {
            self.drain = Drain::All;
        } else if unread >= plan.full_words {
            self.drain = self.drain.max(Drain::Full);
        }
    }

    pub(super) fn tick(&mut self) {
        self.ledger.tell_memory_losses();
        if self.is_reading_for_flush() {
            self.must_look = true;
            self.set_tick();
            return;
        }
        if self.look() > 0 {
            self.quiet = Quiet::No;
            self.drain = Drain::All;
            self.set_tick();
        } else if self.quiet == Quiet::No {
            self.ask_to_be_woken();
        } else {
            self.quiet = Quiet::Asleep;
            self.pipeline.chunks.trim();
            self.destination.rest();
            self.tick_at = None;
        }
    }

    pub(super) fn ask_to_be_woken(&mut self) {
        self.quiet = Quiet::Asked;
        self.pipeline.wake.set_idle();
        self.set_tick();
    }

    fn set_tick(&mut self) {
        self.tick_at = Instant::now().checked_add(self.batcher.decide().delay);
    }

    /// Cuts the next batch of what is to be exported now.
    pub(super) fn next_batch(&mut self) -> Option<SpanBatch> {
        if let Some(batch) = self.cut.pop() {
            return Some(batch);
        }
        let plan = self.batcher.decide();
        let is_wanted = match self.drain {
            Drain::None => false,
            Drain::Full => self.collector.unread() >= plan.full_words,
            Drain::All => true,
        };
        let batch = if is_wanted { self.collector.next_batch(&self.source, plan.batch) } else { None };
        if batch.is_none() {
            self.drain = Drain::None;
            self.collector.release(&self.pipeline.chunks);
        }
        self.ledger.count_unfilled(self.collector.take_unfilled());
        batch
    }
}
