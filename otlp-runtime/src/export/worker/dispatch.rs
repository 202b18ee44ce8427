//! From spans to requests, and what becomes of them.
//!
//! In: what is to be exported, calls that have ended. Out: batches prepared and started; each counted when it leaves.
//! Never here: waiting.

use core::time::Duration;

use tokio::time::Instant;

use super::{SCARCE, Worker};
use crate::delivery::{Attempt, ExportError};
use crate::export::outbox::{Item, Next};
use crate::export::sending::Ended;
use crate::exporter::Load;
use crate::stats::DropReason;

impl Worker {
    /// Makes one batch ready, if there is one and it may be; says whether there is another.
    pub(super) fn prepare_one(&mut self) -> bool {
        if !self.may_prepare() {
            return false;
        }
        let Some(batch) = self.next_batch() else { return false };
        let wanted = batch.span_bytes() + self.source.envelope.max_len();
        if self.terms.keeps_requests && !self.reserve(wanted) {
            if self.outbox.waiting() == 0 && self.sending.is_empty() {
                let reason = "its request does not fit into the memory for ended spans".to_owned();
                self.ledger.count_lost(batch.len() as u64, DropReason::MemoryBudget, reason);
                return true;
            }
            // Goes on when a request has ended.
            self.cut.push(batch);
            return false;
        }
        match self.destination.prepare(&batch) {
            Ok(mut load) => {
                if self.terms.keeps_requests {
                    self.pipeline.chunks.exchange(wanted, load.bytes);
                }
                self.keep_on_disk(&mut load);
                self.outbox.push(load, Instant::now());
            }
            Err(error) => {
                if self.terms.keeps_requests {
                    self.pipeline.chunks.give_back(wanted);
                }
                match batch.split() {
                    Some((first, second)) => self.cut.extend([second, first]),
                    None => self.ledger.count_lost(batch.len() as u64, error.reason(), error.to_string()),
                }
            }
        }
        drop(batch);
        // Gives chunks back early, so that a long backlog does not starve the threads.
        self.collector.release(&self.pipeline.chunks);
        true
    }

    fn may_prepare(&mut self) -> bool {
        let (waiting, max) = (self.outbox.waiting(), self.terms.max_in_flight);
        if self.terms.keeps_requests {
            // One is made while another is sent. More only if that frees memory, if nothing is sent anyway, or
            // if somebody waits for all of them, and others for him; or if they are on disk then.
            waiting < max
                || self.has_disk()
                || self.outbox.is_held_up(Instant::now())
                || self.is_reading_for_flush()
                || self.pipeline.chunks.fill_per_mille() >= SCARCE
        } else {
            waiting + self.sending.len() < max
        }
    }

    /// Makes one request smaller, of those that wait while the collector takes nothing; says whether there was one.
    ///
    /// Not before: packing takes time, and while the collector answers nothing waits for long.
    pub(super) fn pack_one(&mut self) -> bool {
        if !self.outbox.is_held_up(Instant::now()) {
            return false;
        }
        let Some(load) = self.outbox.oldest_mut(|load| !load.is_packed) else { return false };
        let bytes = load.bytes;
        self.destination.pack(load);
        load.is_packed = true;
        self.pipeline.chunks.exchange(bytes, load.bytes);
        true
    }

    /// Takes memory for a request, at the expense of those on disk; during an outage, of the oldest ones.
    fn reserve(&mut self, bytes: usize) -> bool {
        while !self.pipeline.chunks.reserve(bytes) {
            if self.pack_one() || self.move_newest_to_disk() {
                continue;
            }
            if !self.outbox.is_held_up(Instant::now()) {
                return false;
            }
            let Some(oldest) = self.outbox.evict() else { return false };
            let text = format!("memory is full, and the collector does not take them ({})", oldest.reason);
            self.lose(&oldest.load, DropReason::MemoryBudget, text);
        }
        true
    }

    /// Gives up what is too old.
    pub(super) fn expire(&mut self) {
        let now = Instant::now();
        while let Some(item) = self.outbox.expired(now) {
            if self.is_stopping() && self.leave_on_disk(&item.load) {
                continue;
            }
            let (attempts, reason, retry_after) = (item.attempts, item.reason, None);
            let error = ExportError::RetryExpired { attempts, reason, retry_after };
            self.lose(&item.load, DropReason::RetryExpired, error.to_string());
        }
    }

    /// Starts what is due; returns when something will be.
    pub(super) fn start_due(&mut self) -> Option<Instant> {
        let now = Instant::now();
        loop {
            match self.outbox.next(now) {
                Next::Nothing => return None,
                Next::At(moment) => return Some(moment),
                Next::Send(item) => {
                    let call = self.destination.send(&item.load);
                    self.sending.start(item, call, self.call_timeout());
                }
            }
        }
    }

    fn call_timeout(&self) -> Option<Duration> {
        match (self.terms.timeout, self.export_timeout) {
            (Some(own), Some(general)) => Some(own.min(general)),
            (own, general) => own.or(general),
        }
    }

    pub(super) fn settle(&mut self, mut item: Item<Load>, ended: Ended, latency: Duration) {
        if self.fetched == Some(item.id) {
            self.fetched = None;
        }
        self.pipeline.set_last_failure("");
        match ended {
            Ended::Answered(Attempt::Accepted(accepted)) => {
                self.outbox.settled(item.id);
                self.batcher.observe_request(item.load.request_bytes, latency);
                self.ledger.count_accepted(item.load.spans, accepted);
                self.forget_on_disk(&item.load);
                self.give_memory_back(&item.load);
                self.destination.delivered(item.load);
            }
            Ended::Answered(Attempt::Retry { after, reason }) => {
                item.reason = reason;
                self.put_back(item, after);
            }
            Ended::Answered(Attempt::Fail(error)) => self.refuse(&item, &error),
            Ended::TimedOut => {
                self.destination.given_up();
                if self.terms.keeps_requests {
                    item.reason = format!("no answer within {:?}", self.call_timeout().unwrap_or_default());
                    self.put_back(item, None);
                } else {
                    self.outbox.settled(item.id);
                    self.lose(&item.load, DropReason::RetryExpired, "the export timeout passed".into());
                }
            }
            Ended::Panicked => {
                self.outbox.settled(item.id);
                self.lose(&item.load, DropReason::ExporterPanicked, "the exporter panicked".into());
            }
        }
    }

    fn put_back(&mut self, item: Item<Load>, after: Option<Duration>) {
        self.pipeline.set_last_failure(&item.reason);
        if !self.is_stopping() {
            self.ledger.tell_failure(item.load.spans, &item.reason);
        }
        self.outbox.failed(item, after, Instant::now(), self.jitter.next());
    }

    /// The exporter's last word on a batch, unless it is too large and can be cut.
    fn refuse(&mut self, item: &Item<Load>, error: &ExportError) {
        let may_halve = match error {
            ExportError::RequestTooLarge { .. } => true,
            error if error.is_for_size() => {
                self.batcher.observe_too_large(item.load.request_bytes);
                self.terms.halves_refused && !item.load.is_half
            }
            _ => false,
        };
        let halves = if may_halve { self.halves(&item.load) } else { None };
        let Some(mut halves) = halves else {
            self.outbox.settled(item.id);
            return self.lose(&item.load, error.reason(), error.to_string());
        };
        for half in &mut halves {
            half.is_half = true;
            self.keep_on_disk(half);
        }
        self.forget_on_disk(&item.load);
        self.outbox.put_halves(item, halves);
    }

    /// Cuts a load in two, in its memory; `None` if that cannot be.
    fn halves(&self, load: &Load) -> Option<[Load; 2]> {
        let mut halves = self.destination.halves(load)?;
        if load.is_packed {
            for half in &mut halves {
                self.destination.pack(half);
            }
        }
        // Memory is given in whole words, to each half by itself.
        let whole_words = |bytes: usize| bytes.next_multiple_of(size_of::<u64>());
        let bytes: usize = halves.iter().map(|half| whole_words(half.bytes)).sum();
        // Two that are compressed may take a little more than one.
        let more = bytes.saturating_sub(whole_words(load.bytes));
        if more > 0 && !self.pipeline.chunks.reserve(more) {
            return None;
        }
        self.pipeline.chunks.exchange(whole_words(load.bytes) + more, bytes);
        Some(halves)
    }

    fn lose(&mut self, load: &Load, reason: DropReason, text: String) {
        self.give_memory_back(load);
        self.forget_on_disk(load);
        self.ledger.count_lost(load.spans, reason, text);
    }

    pub(super) fn give_memory_back(&self, load: &Load) {
        self.pipeline.chunks.give_back(load.bytes);
    }

    pub(super) fn report_under_way(&self) {
        let (spans, bytes) = self.sending.spans_and_bytes();
        self.pipeline.export.set_in_flight(spans, bytes);
    }
}
