//! Where every span went, in exact numbers.
//!
//! In: counts from threads and the export thread. Out: `Stats`, one consistent reading.
//! Never here: decisions, printing.

use core::fmt;
use core::ops::Index;
use core::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

/// Why spans that had ended were not delivered.
///
/// A closed list: every span that is lost is lost for one of these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DropReason {
    /// Memory was full, because the collector is down or slower than the program: of new spans and
    /// of batches that wait to be sent again, the oldest.
    MemoryBudget,
    /// The span alone exceeds the size of a request.
    SpanTooLarge,
    /// The collector refused the spans for good.
    NonRetryable,
    /// The spans grew too old, or the export timeout passed, before an attempt succeeded.
    RetryExpired,
    /// The exporter panicked.
    ExporterPanicked,
    /// The deadline of `shutdown` passed first.
    ShutdownDeadline,
    /// The span ended after `shutdown`.
    AfterShutdown,
    /// The span ended when its thread's storage was gone already.
    ThreadExit,
    /// The spool was full, and these were the oldest spans that were on disk alone.
    SpoolFull,
    /// A spool file was damaged, or never finished.
    SpoolCorrupt,
    /// A spool file could not be read, or is gone.
    SpoolIo,
}

impl DropReason {
    /// All reasons, in the order they are printed.
    pub const ALL: [Self; 11] = [
        Self::MemoryBudget,
        Self::SpanTooLarge,
        Self::NonRetryable,
        Self::RetryExpired,
        Self::ExporterPanicked,
        Self::ShutdownDeadline,
        Self::AfterShutdown,
        Self::ThreadExit,
        Self::SpoolFull,
        Self::SpoolCorrupt,
        Self::SpoolIo,
    ];

    /// Returns the reason's name, as in a metric's `error.type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MemoryBudget => "memory_budget",
            Self::SpanTooLarge => "span_too_large",
            Self::NonRetryable => "non_retryable",
            Self::RetryExpired => "retry_expired",
            Self::ExporterPanicked => "exporter_panicked",
            Self::ShutdownDeadline => "shutdown_deadline",
            Self::AfterShutdown => "after_shutdown",
            Self::ThreadExit => "thread_exit",
            Self::SpoolFull => "spool_full",
            Self::SpoolCorrupt => "spool_corrupt",
            Self::SpoolIo => "spool_io",
        }
    }
}

impl fmt::Display for DropReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A number of spans in a sentence: `1 span`, `2 spans`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Spans(pub(crate) u64);

impl fmt::Display for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} span{}", self.0, if self.0 == 1 { "" } else { "s" })
    }
}

/// Spans dropped, by reason.
///
/// ```
/// use otlp_runtime::{DropReason, Dropped};
///
/// let dropped = Dropped::default();
/// assert_eq!((dropped[DropReason::MemoryBudget], dropped.total()), (0, 0));
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped([u64; DropReason::ALL.len()]);

impl Dropped {
    /// Returns the sum over all reasons.
    pub fn total(&self) -> u64 {
        self.0.iter().sum()
    }

    /// Returns every reason with its count, zeros included.
    pub fn iter(&self) -> impl Iterator<Item = (DropReason, u64)> + '_ {
        DropReason::ALL.into_iter().zip(self.0)
    }
}

impl Index<DropReason> for Dropped {
    type Output = u64;

    fn index(&self, reason: DropReason) -> &u64 {
        // The array has one place for each reason, so the fallback is never taken.
        self.0.get(reason as usize).unwrap_or(&0)
    }
}

impl fmt::Debug for Dropped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map()
            .entries(
                self.iter().filter(|(_, count)| *count > 0).map(|(reason, count)| (reason.as_str(), count)),
            )
            .finish()
    }
}

/// Where the recorded spans of a `Telemetry` are, and who holds its memory.
///
/// At every quiescent moment
/// `created + recovered = live + abandoned + exported + rejected + dropped.total() + pending + spooled + sampled_out`;
/// `recovered` and `spooled` are zero without a spool.
/// Spans that the sampler dropped are not recorded and do not count.
///
/// `Debug` is one line, fit for a log, and leaves out what is zero.
///
/// ```
/// let stats = otlp_runtime::Stats::default();
/// assert_eq!(format!("{stats:#?}"), "created 0: exported 0");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stats {
    /// Spans started and recorded.
    pub created: u64,
    /// Spans started and not yet ended.
    pub live: u64,
    /// Spans that had not ended when telemetry shut down, and still have not.
    pub abandoned: u64,
    /// Spans that the exporter delivered.
    pub exported: u64,
    /// Spans that the collector refused in a partial success.
    pub rejected: u64,
    /// Spans lost, by reason.
    pub dropped: Dropped,
    /// Spans ended that wait for export or are being exported.
    pub pending: u64,
    /// Of those pending, spans in requests that are under way.
    pub in_flight: u64,
    /// Spans that earlier processes left in the spool.
    pub recovered: u64,
    /// Spans ended that are on disk alone: they are sent when the collector takes them, or by the next process.
    pub spooled: u64,
    /// Spans in requests that the spool did not take, for want of room on the disk or because it failed. Not lost: they
    /// waited in memory alone.
    pub unspooled: u64,
    /// Attributes that spans declared as `late` and had not recorded when they ended.
    pub unfilled_late: u64,
    /// Spans ended that the sampler wanted recorded and not exported (`RECORD_ONLY`).
    pub sampled_out: u64,
    /// Spans that are not recorded because their sampler panicked; not in `created`.
    pub sampler_panics: u64,
    /// Spans whose guard was dropped while a younger span was entered. They are recorded, with the right parents and
    /// times, once the younger ones are gone.
    pub out_of_order: u64,
    /// Bytes that hold pending spans, encoded or not: chunks being filled or read, and requests that wait.
    ///
    /// This, `in_flight_bytes` and `pooled_bytes` together stay within `max_memory_bytes`.
    pub buffered_bytes: usize,
    /// Bytes of requests under way.
    pub in_flight_bytes: usize,
    /// Bytes kept for spans to come.
    pub pooled_bytes: usize,
}

impl Stats {
    /// Returns how many spans wait for export: those pending that are not in flight.
    pub const fn buffered(&self) -> u64 {
        self.pending - self.in_flight
    }
}

impl fmt::Debug for Stats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "created {}: exported {}", self.created, self.exported)?;
        for (name, count) in [
            ("rejected", self.rejected),
            ("pending", self.pending),
            ("spooled", self.spooled),
            ("recovered", self.recovered),
            ("live", self.live),
            ("abandoned", self.abandoned),
            ("sampled out", self.sampled_out),
        ] {
            if count > 0 {
                write!(f, ", {name} {count}")?;
            }
        }
        for (reason, spans) in self.dropped.iter().filter(|(_, spans)| *spans > 0) {
            write!(f, ", dropped {spans} ({reason})")?;
        }
        for (name, count) in [
            ("kept in memory alone", self.unspooled),
            ("late attributes not recorded", self.unfilled_late),
            ("sampler panics", self.sampler_panics),
            ("guards out of order", self.out_of_order),
        ] {
            if count > 0 {
                write!(f, ", {name} {count}")?;
            }
        }
        let bytes = self.buffered_bytes + self.in_flight_bytes;
        if bytes > 0 { write!(f, ", {bytes} bytes held") } else { Ok(()) }
    }
}

/// Counts of one thread; only that thread writes.
#[derive(Debug, Default)]
pub(crate) struct ThreadCounters {
    started: AtomicU64,
    ended: AtomicU64,
    sampled_out: AtomicU64,
}

impl ThreadCounters {
    #[inline]
    pub(crate) fn count_started(&self) {
        Self::add_one(&self.started);
    }

    #[inline]
    pub(crate) fn count_ended(&self) {
        Self::add_one(&self.ended);
    }

    pub(crate) fn count_sampled_out(&self) {
        Self::add_one(&self.sampled_out);
    }

    /// Takes a start back.
    pub(crate) fn uncount_started(&self) {
        self.started.store(self.started().saturating_sub(1), Ordering::Relaxed);
    }

    /// Adds without a locked instruction: there is no other writer.
    #[inline]
    fn add_one(counter: &AtomicU64) {
        // Relaxed twice: readers need a count, not what happened before it.
        counter.store(counter.load(Ordering::Relaxed) + 1, Ordering::Relaxed);
    }

    pub(crate) fn started(&self) -> u64 {
        self.started.load(Ordering::Relaxed)
    }

    pub(crate) fn ended(&self) -> u64 {
        self.ended.load(Ordering::Relaxed)
    }

    pub(crate) fn sampled_out(&self) -> u64 {
        self.sampled_out.load(Ordering::Relaxed)
    }
}

/// Counts of what happened to ended spans, and of what happens rarely.
#[derive(Debug, Default)]
pub(crate) struct ExportCounters {
    exported: AtomicU64,
    rejected: AtomicU64,
    dropped: [AtomicU64; DropReason::ALL.len()],
    recovered: AtomicU64,
    /// Only the export thread writes.
    spooled: AtomicU64,
    unspooled: AtomicU64,
    unfilled_late: AtomicU64,
    /// Of requests under way; only the export thread writes.
    in_flight: AtomicU64,
    in_flight_bytes: AtomicUsize,
    sampler_panics: AtomicU64,
    out_of_order: AtomicU64,
}

impl ExportCounters {
    pub(crate) fn set_in_flight(&self, spans: u64, bytes: usize) {
        self.in_flight.store(spans, Ordering::Relaxed);
        self.in_flight_bytes.store(bytes, Ordering::Relaxed);
    }

    pub(crate) fn in_flight(&self) -> u64 {
        self.in_flight.load(Ordering::Relaxed)
    }

    pub(crate) fn in_flight_bytes(&self) -> usize {
        self.in_flight_bytes.load(Ordering::Relaxed)
    }

    pub(crate) fn add_exported(&self, spans: u64) {
        // Relaxed, here and below: counts order nothing.
        self.exported.fetch_add(spans, Ordering::Relaxed);
    }

    pub(crate) fn add_rejected(&self, spans: u64) {
        self.rejected.fetch_add(spans, Ordering::Relaxed);
    }

    pub(crate) fn add_dropped(&self, reason: DropReason, spans: u64) {
        if let Some(counter) = self.dropped.get(reason as usize) {
            counter.fetch_add(spans, Ordering::Relaxed);
        }
    }

    pub(crate) fn add_from_disk(&self, recovered: u64, unspooled: u64) {
        self.recovered.fetch_add(recovered, Ordering::Relaxed);
        self.unspooled.fetch_add(unspooled, Ordering::Relaxed);
    }

    pub(crate) fn set_spooled(&self, spans: u64) {
        self.spooled.store(spans, Ordering::Relaxed);
    }

    pub(crate) fn recovered(&self) -> u64 {
        self.recovered.load(Ordering::Relaxed)
    }

    pub(crate) fn spooled(&self) -> u64 {
        self.spooled.load(Ordering::Relaxed)
    }

    pub(crate) fn unspooled(&self) -> u64 {
        self.unspooled.load(Ordering::Relaxed)
    }

    pub(crate) fn add_unfilled_late(&self) {
        self.unfilled_late.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn unfilled_late(&self) -> u64 {
        self.unfilled_late.load(Ordering::Relaxed)
    }

    pub(crate) fn add_sampler_panic(&self) {
        self.sampler_panics.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn sampler_panics(&self) -> u64 {
        self.sampler_panics.load(Ordering::Relaxed)
    }

    pub(crate) fn add_out_of_order(&self) {
        self.out_of_order.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn out_of_order(&self) -> u64 {
        self.out_of_order.load(Ordering::Relaxed)
    }

    pub(crate) fn exported(&self) -> u64 {
        self.exported.load(Ordering::Relaxed)
    }

    pub(crate) fn rejected(&self) -> u64 {
        self.rejected.load(Ordering::Relaxed)
    }

    pub(crate) fn dropped(&self) -> Dropped {
        Dropped(self.dropped.each_ref().map(|counter| counter.load(Ordering::Relaxed)))
    }
}

impl Dropped {
    pub(crate) fn add(&mut self, reason: DropReason, spans: u64) {
        if let Some(count) = self.0.get_mut(reason as usize) {
            *count += spans;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn receipt_is_one_line_that_says_where_spans_are() {
        let mut stats = Stats {
            created: 19,
            live: 1,
            abandoned: 2,
            exported: 6,
            rejected: 3,
            pending: 4,
            in_flight: 1,
            buffered_bytes: 5,
            in_flight_bytes: 2,
            pooled_bytes: 9,
            ..Stats::default()
        };
        stats.dropped.add(DropReason::RetryExpired, 2);
        stats.dropped.add(DropReason::MemoryBudget, 1);
        assert_eq!(stats.buffered(), 3);
        assert_eq!(
            format!("{stats:#?}"),
            "created 19: exported 6, rejected 3, pending 4, live 1, abandoned 2, dropped 1 (memory_budget), dropped 2 (retry_expired), 7 bytes held"
        );
    }

    #[test]
    fn every_reason_has_a_place_and_a_name_of_its_own() {
        let names: std::collections::BTreeSet<_> =
            DropReason::ALL.iter().map(|reason| reason.as_str()).collect();
        assert_eq!(names.len(), DropReason::ALL.len());
        for (place, reason) in DropReason::ALL.into_iter().enumerate() {
            let mut dropped = Dropped::default();
            dropped.add(reason, 1);
            assert_eq!((reason as usize, dropped[reason], dropped.total()), (place, 1, 1));
        }
    }
}
