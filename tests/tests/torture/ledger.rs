//! Which numbered spans arrived.
//!
//! In: what a collector received. Out: the numbers that are missing, and those that came twice.
//! Never here: the product's own counts.

use std::collections::{BTreeMap, HashMap};

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;
use otlp_tests::{Collector, Received};

use super::child::{Child, Ended};

/// What arrived.
#[derive(Default)]
pub(super) struct Ledger {
    /// How often each number came.
    numbers: BTreeMap<u64, u32>,
    /// How often each span id came.
    ids: HashMap<Vec<u8>, u32>,
    /// All that came, in order.
    pub(super) spans: Vec<Span>,
}

impl Ledger {
    pub(super) fn add(&mut self, received: &[Received]) {
        for span in received.iter().flat_map(Received::spans) {
            if let Some(number) = integer(&span, "acme.number") {
                *self.numbers.entry(number).or_default() += 1;
            }
            *self.ids.entry(span.span_id.clone()).or_default() += 1;
            self.spans.push(span);
        }
    }

    /// Checks that the numbers below `count` came, once each, and no other; no id came twice.
    pub(super) fn assert_complete(&self, count: u64) {
        self.assert_none_lost(count);
        let twice: Vec<_> = self.numbers.iter().filter(|(_, times)| **times > 1).collect();
        assert!(twice.is_empty(), "came more than once: {twice:?}");
        assert!(self.ids.values().all(|times| *times == 1), "a span id came twice");
    }

    /// Checks that the numbers below `count` came, and no other.
    pub(super) fn assert_none_lost(&self, count: u64) {
        let missing: Vec<_> = (0..count).filter(|number| !self.numbers.contains_key(number)).collect();
        assert!(missing.is_empty(), "{} of {count} lost, the first {:?}", missing.len(), missing.first());
        assert_eq!(self.numbers.len() as u64, count, "more than were made");
    }

    /// Returns how many numbers came.
    pub(super) fn arrived(&self) -> u64 {
        self.numbers.len() as u64
    }

    /// Returns how many numbers came, which must be all from 0 on, once each.
    pub(super) fn prefix(&self) -> u64 {
        let count = self.numbers.len() as u64;
        self.assert_complete(count);
        count
    }

    /// Returns how many spans came that had come before.
    pub(super) fn repeated(&self) -> u32 {
        self.ids.values().map(|times| times - 1).sum()
    }
}

/// Returns an attribute that is a number.
pub(super) fn integer(span: &Span, key: &str) -> Option<u64> {
    let attribute = span.attributes.iter().find(|attribute| attribute.key == key)?;
    match attribute.value.as_ref()?.value.as_ref()? {
        Value::IntValue(number) => u64::try_from(*number).ok(),
        _ => None,
    }
}

/// Runs a case of `src/bin/tortured` with a collector of its own.
pub(super) fn run(arguments: &[&str]) -> (Ended, Ledger) {
    let collector = Collector::start();
    let ended = start(&collector, arguments).end();
    let mut ledger = Ledger::default();
    ledger.add(&collector.received());
    (ended, ledger)
}

/// Starts a case of `src/bin/tortured` that sends to `collector`.
pub(super) fn start(collector: &Collector, arguments: &[&str]) -> Child {
    let endpoint = collector.endpoint();
    Child::start(
        env!("CARGO_BIN_EXE_tortured"),
        arguments,
        &[("OTEL_EXPORTER_OTLP_ENDPOINT", &*endpoint), ("RUST_BACKTRACE", "0")],
    )
}
