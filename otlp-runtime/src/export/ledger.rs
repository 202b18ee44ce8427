//! Counts what became of every batch, and says so on standard error.
//!
//! In: batches that left the export thread, and how. Out: counts in the pipeline, lines of text, what a flush lost.
//! Never here: decisions.

use core::panic::Location;
use std::collections::HashSet;
use std::sync::Arc;

use super::warnings::Throttled;
use crate::callsite::Callsite;
use crate::delivery::{Accepted, DiskReport};
use crate::diagnostic;
use crate::pipeline::Pipeline;
use crate::stats::{DropReason, Spans};

pub(super) struct Ledger {
    pipeline: Arc<Pipeline>,
    losses: Throttled,
    remarks: Throttled,
    failures: Throttled,
    disk: Throttled,
    memory_losses_told: u64,
    /// Late keys that were warned of; there are as many as the source declares.
    unfilled_told: HashSet<(&'static Location<'static>, &'static str)>,
    /// Spans that were given to the exporter and not delivered; what threads drop does not count.
    lost: u64,
    /// Why spans were lost last, for the outcome of a command.
    last_loss: String,
}

impl Ledger {
    pub(super) fn new(pipeline: Arc<Pipeline>) -> Self {
        Self {
            pipeline,
            losses: Throttled::default(),
            remarks: Throttled::default(),
            failures: Throttled::default(),
            disk: Throttled::default(),
            memory_losses_told: 0,
            unfilled_told: HashSet::new(),
            lost: 0,
            last_loss: String::new(),
        }
    }

    /// Returns how many spans were lost so far, and why the last ones.
    pub(super) fn lost(&self) -> (u64, &str) {
        (self.lost, &self.last_loss)
    }

    pub(super) fn count_accepted(&mut self, spans: u64, accepted: Accepted) {
        let rejected = accepted.rejected_spans.min(spans);
        self.pipeline.count(|counters| {
            counters.add_exported(spans - rejected);
            counters.add_rejected(rejected);
        });
        match (rejected, accepted.message) {
            (0, None) => {}
            (0, Some(message)) => self.remarks.warn(format_args!("the collector remarks: {message}")),
            (rejected, message) => {
                self.lost += rejected;
                self.last_loss = message.unwrap_or_else(|| "rejected by the collector".into());
                self.losses.warn(format_args!(
                    "the collector rejected {}: {}",
                    Spans(rejected),
                    self.last_loss
                ));
            }
        }
    }

    pub(super) fn count_lost(&mut self, spans: u64, reason: DropReason, text: String) {
        self.pipeline.count(|counters| counters.add_dropped(reason, spans));
        self.lost += spans;
        self.losses.warn(format_args!("lost {}: {text}", Spans(spans)));
        self.last_loss = text;
    }

    /// Counts what happened to requests on disk.
    pub(super) fn count_disk(&mut self, report: DiskReport) {
        self.pipeline.count(|counters| {
            counters.add_from_disk(report.recovered, report.unspooled);
            counters.set_spooled(report.alone);
        });
        for (reason, spans, text) in report.losses {
            self.count_lost(spans, reason, text);
        }
        if let Some(trouble) = report.trouble {
            self.disk.warn(trouble);
        }
    }

    /// Tells that an attempt failed and another will be made, so that a wrong endpoint is seen before spans are lost.
    pub(super) fn tell_failure(&mut self, spans: u64, reason: &str) {
        self.failures.warn(format_args!("{} will be sent again: {reason}", Spans(spans)));
    }

    /// Counts late keys that were never recorded; in debug builds, says so once for each.
    pub(super) fn count_unfilled(&mut self, unfilled: Vec<(&'static Callsite, &'static str)>) {
        for (callsite, key) in unfilled {
            self.pipeline.export.add_unfilled_late();
            let is_new = cfg!(debug_assertions) && self.unfilled_told.insert((callsite.location(), key));
            if is_new {
                diagnostic::warn(format_args!(
                    "`{}` ({}) declares `late({key})` and did not record it",
                    callsite.name(),
                    callsite.location()
                ));
            }
        }
    }

    /// Threads drop spans without a word when memory is full; this thread says it for them.
    pub(super) fn tell_memory_losses(&mut self) {
        let lost = self.pipeline.export.dropped()[DropReason::MemoryBudget];
        if lost > self.memory_losses_told {
            self.losses.warn(format_args!(
                "lost {}: memory for ended spans is full, the collector is slower than the program",
                Spans(lost)
            ));
            self.memory_losses_told = lost;
        }
    }
}
