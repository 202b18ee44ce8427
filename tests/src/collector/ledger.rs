//! What became of each span: whether it arrived, how often, in which request, and when.
//!
//! In: requests. Out: arrivals by sequence number or by span id.
//! Never here: the sender's own counts, which are compared with these.

use std::collections::BTreeMap;
use std::time::Instant;

use opentelemetry_proto::tonic::common::v1::any_value::Value;
use opentelemetry_proto::tonic::trace::v1::Span;

use super::Received;

/// The attribute that numbers spans: an integer from 0 up.
pub const SEQUENCE: &str = "test.sequence";

/// One arrival of one span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Which request it was in, counted from 0.
    pub request: usize,
    /// When that request had arrived.
    pub at: Instant,
    /// Whether the collector took the request, also if its answer was lost.
    pub is_accepted: bool,
}

/// All arrivals, by what identifies a span.
#[derive(Clone, Debug)]
pub struct Ledger<K>(BTreeMap<K, Vec<Arrival>>);

impl Ledger<Vec<u8>> {
    /// Enters spans by their ids.
    ///
    /// # Panics
    ///
    /// If a request is no `ExportTraceServiceRequest`.
    pub fn by_span_id(received: &[Received]) -> Self {
        Self::new(received, |span| Some(span.span_id.clone()))
    }
}

impl Ledger<i64> {
    /// Enters spans by the attribute [`SEQUENCE`]; those without are left out.
    ///
    /// # Panics
    ///
    /// If a request is no `ExportTraceServiceRequest`.
    pub fn by_sequence(received: &[Received]) -> Self {
        Self::new(received, |span| {
            let attribute = span.attributes.iter().find(|attribute| attribute.key == SEQUENCE)?;
            match attribute.value.as_ref()?.value {
                Some(Value::IntValue(number)) => Some(number),
                _ => None,
            }
        })
    }
}

impl<K: Copy + Ord> Ledger<K> {
    /// Returns which of `expected` were never accepted.
    pub fn missing(&self, expected: impl IntoIterator<Item = K>) -> Vec<K> {
        expected.into_iter().filter(|key| self.accepted(key) == 0).collect()
    }
}

impl<K: Clone + Ord> Ledger<K> {
    fn new(received: &[Received], key: impl Fn(&Span) -> Option<K>) -> Self {
        let mut arrivals: BTreeMap<K, Vec<Arrival>> = BTreeMap::new();
        for (request, received) in received.iter().enumerate() {
            let arrival = Arrival { request, at: received.at, is_accepted: received.is_accepted };
            for key in received.spans().iter().filter_map(&key) {
                arrivals.entry(key).or_default().push(arrival);
            }
        }
        Self(arrivals)
    }

    /// Returns how many different spans arrived.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Says whether no span arrived.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the arrivals of a span, in their order.
    pub fn arrivals(&self, key: &K) -> &[Arrival] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns how often the collector took a span.
    pub fn accepted(&self, key: &K) -> usize {
        self.arrivals(key).iter().filter(|arrival| arrival.is_accepted).count()
    }

    /// Returns the spans that the collector took more than once.
    pub fn duplicates(&self) -> Vec<K> {
        self.0.keys().filter(|key| self.accepted(key) > 1).cloned().collect()
    }
}
