//! Flush, shutdown, and giving up.
//!
//! In: commands, deadlines. Out: answers, once all that they wait for is counted.
//! Never here: the choice of what is sent.

use tokio::time::Instant;

use super::{Drain, Quiet, Worker, given_up};
use crate::export::commands::{Answer, Flush, Outcome};
use crate::export::guarded::guarded;
use crate::export::race::{first, until};
use crate::exporter::{Call, DiscardExporter, destination};
use crate::stats::DropReason;

impl Worker {
    /// Begins to export everything that ended before this call, for somebody who waits.
    pub(super) fn flush(&mut self, answer: Option<Answer>, is_last: bool) {
        self.look();
        self.drain = Drain::All;
        if is_last {
            self.outbox.hurry_at_once();
            // Attempts of all kinds have one deadline together: somebody waits for this export (EXP-05).
            self.outbox.end_at(self.terms.timeout.and_then(|timeout| Instant::now().checked_add(timeout)));
        } else {
            self.outbox.hurry();
        }
        // While the collector is away none is answered, and somebody may flush in a loop.
        self.flushes.retain(|flush| !flush.is_forgotten());
        self.flushes.push(Flush { answer, is_last, up_to: None, lost_before: self.ledger.lost().0 });
    }

    /// Says whether spans that a flush has seen are not prepared yet.
    pub(super) fn is_reading_for_flush(&self) -> bool {
        self.flushes.iter().any(Flush::is_reading)
    }

    /// Says whether nothing comes after what is under way.
    pub(super) fn is_stopping(&self) -> bool {
        self.flushes.iter().any(|flush| flush.is_last)
    }

    /// Answers those who wait for what is settled now; true when the last of them is answered.
    pub(super) async fn answer_flushes(&mut self) -> bool {
        if self.is_read() {
            let last_id = self.outbox.last_id();
            for flush in self.flushes.iter_mut().filter(|flush| flush.up_to.is_none()) {
                flush.up_to = Some(last_id);
            }
            if core::mem::take(&mut self.must_look) {
                self.wake_up();
            }
        }
        loop {
            let outbox = &self.outbox;
            let is_done = |flush: &Flush| flush.up_to.is_some_and(|id| outbox.is_settled(id));
            let Some(index) = self.flushes.iter().position(is_done) else { return false };
            let flush = self.flushes.remove(index);
            self.call_exporter(self.destination.flush()).await;
            self.ledger.tell_memory_losses();
            if flush.is_last {
                self.stop().await;
            } else if self.quiet == Quiet::No {
                self.ask_to_be_woken();
            }
            let (lost, reason) = self.ledger.lost();
            let undelivered = lost - flush.lost_before;
            let reason = if undelivered > 0 { reason.to_owned() } else { String::new() };
            if let Some(answer) = flush.answer {
                answer.send(Outcome { undelivered, reason });
            }
            if flush.is_last {
                return true;
            }
        }
    }

    /// Calls something of the exporter that is no export, which may panic or never end.
    async fn call_exporter(&self, call: Call<()>) {
        let deadline = self.export_timeout.and_then(|timeout| Instant::now().checked_add(timeout));
        let end = first(given_up(self.give_up_at.clone()), until(deadline));
        // Twice: the call may panic when it is polled, and when it is dropped.
        let _ = guarded(first(guarded(call), end)).await;
    }

    /// Counts all that is not delivered as lost: the deadline of a shutdown has passed.
    pub(super) fn give_up(&mut self) {
        if !self.sending.is_empty() {
            self.destination.given_up();
        }
        let mut items: Vec<_> = self.sending.give_up().collect();
        for item in &items {
            self.outbox.settled(item.id);
        }
        items.extend(core::iter::from_fn(|| self.outbox.evict()));
        let mut spans = 0;
        for item in &items {
            if !self.leave_on_disk(&item.load) {
                self.give_memory_back(&item.load);
                spans += item.load.spans;
            }
        }
        while let Some(batch) = self.next_batch() {
            if !self.write_to_disk(&batch) {
                spans += batch.len() as u64;
            }
        }
        self.collector.release(&self.pipeline.chunks);
        if spans > 0 {
            let text = "the shutdown deadline passed".to_owned();
            self.ledger.count_lost(spans, DropReason::ShutdownDeadline, text);
        }
    }

    async fn stop(&mut self) {
        let shutdown = guarded(self.destination.shutdown());
        let _ = guarded(first(shutdown, given_up(self.give_up_at.clone()))).await;
        self.report_disk();
        self.pipeline.close();
        self.pipeline.chunks.trim();
        // Dropped before the answer: what it waits for counts against the caller's deadline.
        let nothing = destination(DiscardExporter);
        let destination = core::mem::replace(&mut self.destination, nothing);
        let _ = guarded(async move { drop(destination) }).await;
    }
}
