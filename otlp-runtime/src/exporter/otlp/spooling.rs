//! Requests on disk, as the export thread asks for them.
//!
//! In: loads. Out: the same, from records that may be those of other settings: another protocol, another compression.
//! Never here: files (`spool`), decisions (`export`).

use std::sync::Arc;

use crate::delivery::DiskReport;
use crate::exporter::destination::{Content, Disk, Load};
use crate::spool::{Store, Stored};
use crate::stats::DropReason;
use crate::transport::Transport;

pub(super) struct Spooled {
    store: Store,
    transport: Arc<Transport>,
}

impl Spooled {
    pub(super) const fn new(store: Store, transport: Arc<Transport>) -> Self {
        Self { store, transport }
    }
}

impl Disk for Spooled {
    fn keep(&mut self, load: &mut Load) {
        let Some(payload) = load.content.request() else { return };
        let Some(message) = self.transport.stored(payload) else { return };
        load.record = self.store.keep(&Stored {
            spans: load.spans,
            request_bytes: load.request_bytes as u64,
            is_gzip: payload.is_gzip,
            message,
        });
    }

    fn holds(&self, load: &Load) -> bool {
        load.record.is_some_and(|number| self.store.holds(number))
    }

    fn leave(&mut self, load: &Load) {
        if let Some(number) = load.record {
            self.store.leave(number);
        }
    }

    fn forget(&mut self, load: &Load) {
        if let Some(number) = load.record {
            self.store.forget(number);
        }
    }

    fn next_bytes(&self) -> Option<usize> {
        self.store.next_bytes().map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX))
    }

    fn fetch(&mut self) -> Option<Load> {
        let (number, stored) = self.store.fetch()?;
        let payload = self.transport.prepare_stored(&stored.message, stored.is_gzip);
        Some(Load {
            spans: stored.spans,
            bytes: payload.memory_bytes(),
            request_bytes: usize::try_from(stored.request_bytes).unwrap_or(usize::MAX),
            is_half: false,
            is_packed: false,
            record: Some(number),
            content: Content::Request(payload),
        })
    }

    fn lose_next(&mut self, reason: DropReason, text: String) {
        self.store.lose_next(reason, text);
    }

    fn take_report(&mut self) -> DiskReport {
        self.store.take_report()
    }
}
