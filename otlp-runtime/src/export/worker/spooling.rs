//! Which requests are on disk, and which come back.
//!
//! In: loads that are made, that have no room in memory, or are settled. Out: the disk told of it, its report counted.
//! Never here: files. Without a disk each of these does nothing.

use tokio::time::Instant;

use super::Worker;
use crate::batch::SpanBatch;
use crate::exporter::Load;
use crate::stats::DropReason;

impl Worker {
    pub(super) fn has_disk(&mut self) -> bool {
        self.destination.disk().is_some()
    }

    /// Writes a load, so that it outlives the process.
    pub(super) fn keep_on_disk(&mut self, load: &mut Load) {
        if let Some(disk) = self.destination.disk() {
            disk.keep(load);
        }
    }

    pub(super) fn forget_on_disk(&mut self, load: &Load) {
        if let Some(disk) = self.destination.disk() {
            disk.forget(load);
        }
    }

    /// Writes a batch for the next process; false if it is not on disk then.
    pub(super) fn write_to_disk(&mut self, batch: &SpanBatch) -> bool {
        if !self.has_disk() {
            return false;
        }
        let Ok(mut load) = self.destination.prepare(batch) else { return false };
        let Some(disk) = self.destination.disk() else { return false };
        disk.keep(&mut load);
        let is_there = disk.holds(&load);
        disk.leave(&load);
        is_there
    }

    /// Gives up a load in memory that is on disk; false, and nothing done, if it is not.
    pub(super) fn leave_on_disk(&mut self, load: &Load) -> bool {
        let Some(disk) = self.destination.disk() else { return false };
        if !disk.holds(load) {
            return false;
        }
        disk.leave(load);
        self.give_memory_back(load);
        true
    }

    /// Makes room in memory by the newest request that is on disk; those sent next stay.
    pub(super) fn move_newest_to_disk(&mut self) -> bool {
        let Some(disk) = self.destination.disk() else { return false };
        let Some(item) = self.outbox.take_newest(|load| disk.holds(load)) else { return false };
        if self.fetched == Some(item.id) {
            self.fetched = None;
        }
        self.leave_on_disk(&item.load)
    }

    /// Brings the oldest request back that is on disk alone. One at a time, so that they take turns with new ones; none
    /// while the collector takes nothing, unless there is no other to try. Says whether to ask again at once.
    pub(super) fn fetch_one(&mut self) -> bool {
        let is_busy = self.outbox.waiting() > 0 || !self.sending.is_empty();
        if self.fetched.is_some() || self.is_stopping() || is_busy && self.outbox.is_held_up(Instant::now()) {
            return false;
        }
        let Some(disk) = self.destination.disk() else { return false };
        let Some(bytes) = disk.next_bytes() else { return false };
        if !self.pipeline.chunks.could_reserve(bytes) {
            let text = "a request on disk does not fit into the memory for ended spans".to_owned();
            disk.lose_next(DropReason::MemoryBudget, text);
            return true;
        }
        if !self.pipeline.chunks.reserve(bytes) {
            return false;
        }
        let Some(load) = disk.fetch() else {
            self.pipeline.chunks.give_back(bytes);
            return true;
        };
        self.pipeline.chunks.exchange(bytes, load.bytes);
        self.fetched = Some(self.outbox.push(load, Instant::now()));
        false
    }

    /// Counts what the disk has to say.
    pub(super) fn report_disk(&mut self) {
        if let Some(disk) = self.destination.disk() {
            let report = disk.take_report();
            self.ledger.count_disk(report);
        }
    }
}
