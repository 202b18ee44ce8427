//! `created = live + abandoned + exported + rejected + dropped + buffered + in flight`, whatever an exporter does.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use otlp_runtime::{Accepted, DropReason, Error, ExportError, Exporter, Span, SpanBatch, SpanId, Telemetry};
use proptest::prelude::*;

use super::{assert_law, make_spans, turn};

/// What an exporter does with a batch.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Take,
    TakeLate(u64),
    Reject(u64),
    Refuse,
    FindTooLarge,
    Panic,
    NeverAnswer,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => Just(Deed::Take),
        2 => (0..3_u64).prop_map(Deed::TakeLate),
        1 => (0..2000_u64).prop_map(Deed::Reject),
        1 => Just(Deed::Refuse),
        1 => Just(Deed::FindTooLarge),
        1 => Just(Deed::Panic),
        1 => Just(Deed::NeverAnswer),
    ]
}

/// Does as told, then takes everything.
#[derive(Clone, Default)]
struct Faulty {
    deeds: Arc<Mutex<Vec<Deed>>>,
    /// Spans of the batches whose export returned success, by id.
    taken: Arc<Mutex<HashSet<SpanId>>>,
    twice: Arc<AtomicUsize>,
    is_busy: Arc<AtomicBool>,
    overlaps: Arc<AtomicUsize>,
}

/// Marks the exporter busy for as long as an export runs, also when it is dropped.
struct Busy(Arc<AtomicBool>);

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

impl Exporter for Faulty {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        // BSP-01
        if self.is_busy.swap(true, Ordering::Relaxed) {
            self.overlaps.fetch_add(1, Ordering::Relaxed);
        }
        let _busy = Busy(Arc::clone(&self.is_busy));
        let deed = self.deeds.lock().unwrap().pop().unwrap_or(Deed::Take);
        let mut rejected_spans = 0;
        match deed {
            Deed::Take => {}
            Deed::TakeLate(ms) => tokio::time::sleep(Duration::from_millis(ms)).await,
            Deed::Reject(spans) => rejected_spans = spans.min(batch.len() as u64),
            Deed::Refuse => return Err(ExportError::Other("on purpose".into())),
            Deed::FindTooLarge => return Err(ExportError::RequestTooLarge { bytes: 2, limit: 1 }),
            Deed::Panic => on_purpose(),
            Deed::NeverAnswer => std::future::pending().await,
        }
        let mut taken = self.taken.lock().unwrap();
        let twice = batch.iter().filter(|span| !taken.insert(span.span_id())).count();
        self.twice.fetch_add(twice, Ordering::Relaxed);
        Ok(Accepted { rejected_spans, message: None })
    }
}

fn on_purpose() {
    // Without the hook, which would print a back-trace each time.
    std::panic::resume_unwind(Box::new("on purpose"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: u32::try_from(otlp_tests::runs(40)).unwrap(), failure_persistence: None, ..ProptestConfig::default() })]

    // R1, R21, BSP-01, BSP-03, BSP-04, SHU-03
    #[test]
    fn every_span_is_counted_once_whatever_the_exporter_does(
        deeds in prop::collection::vec(deed(), 0..40),
        threads in 1..4_usize,
        spans in 0..3000_u64,
        batch_size in 1..2000_usize,
        flushes in 0..3_usize,
        open in 0..3_u64,
        deadline_ms in 0..200_u64,
    ) {
        let _turn = turn();
        let exporter = Faulty::default();
        *exporter.deeds.lock().unwrap() = deeds;
        let telemetry = Telemetry::builder()
            .exporter(exporter.clone())
            .max_export_batch_size(batch_size)
            .export_timeout(Duration::from_millis(20))
            .schedule_delay(Duration::from_millis(1))
            .max_memory_bytes(1 << 20)
            .install()
            .unwrap();
        let left_open: Vec<Span> = (0..open).map(|_| Span::builder().name("open").start()).collect();
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| make_spans(spans));
            }
            for _ in 0..flushes {
                let _ = telemetry.flush();
            }
        });
        let stats = telemetry.stats();
        prop_assert_eq!(stats.live, open);
        prop_assert_eq!(stats.created, spans * threads as u64 + open);
        assert_law(&stats);

        let result = telemetry.shutdown_timeout(Duration::from_millis(deadline_ms));
        let stats = telemetry.stats();
        assert_law(&stats);
        prop_assert_eq!((stats.pending, stats.live, stats.abandoned), (0, 0, open));
        let taken = exporter.taken.lock().unwrap().len() as u64;
        prop_assert_eq!(stats.exported + stats.rejected, taken, "{:?}", stats);
        prop_assert_eq!(exporter.twice.load(Ordering::Relaxed), 0);
        prop_assert_eq!(exporter.overlaps.load(Ordering::Relaxed), 0);
        let is_known = matches!(result, Ok(_) | Err(Error::Undelivered { .. } | Error::DeadlineExceeded { .. }));
        prop_assert!(is_known, "{:?}", result);

        // SHU-02: what ends now is counted, too.
        drop(left_open);
        let stats = telemetry.stats();
        assert_law(&stats);
        prop_assert_eq!((stats.abandoned, stats.dropped[DropReason::AfterShutdown]), (0, open));
    }
}

/// Panics, without a word, when it is dropped.
struct Trap;

impl Drop for Trap {
    fn drop(&mut self) {
        on_purpose();
    }
}

/// The first export, and each flush, hang until they are dropped, and panic then.
#[derive(Default)]
struct Trapped(usize);

impl Exporter for Trapped {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        self.0 += 1;
        if self.0 == 1 {
            let _trap = Trap;
            std::future::pending::<()>().await;
        }
        Ok(Accepted::default())
    }

    async fn flush(&mut self) {
        let _trap = Trap;
        std::future::pending::<()>().await;
    }
}

// R21
#[test]
fn calls_that_panic_when_they_are_dropped_cost_their_batch_alone() {
    let _turn = turn();
    let builder = Telemetry::builder().exporter(Trapped::default());
    let telemetry = builder.export_timeout(Duration::from_millis(20)).install().unwrap();
    make_spans(3);
    assert!(matches!(telemetry.flush(), Err(Error::Undelivered { spans: 3, .. })));
    make_spans(4);
    telemetry.flush().unwrap();
    let stats = telemetry.shutdown().unwrap();
    assert_eq!((stats.exported, stats.dropped[DropReason::ExporterPanicked]), (4, 3), "{stats:?}");
    assert_law(&stats);
}

// R21: the same where a shutdown gives the call up.
#[test]
fn call_that_panics_when_it_is_given_up_does_not_keep_a_shutdown_from_its_answer() {
    let _turn = turn();
    let telemetry = Telemetry::builder().exporter(Trapped::default()).install().unwrap();
    make_spans(3);
    assert!(matches!(
        telemetry.shutdown_timeout(Duration::from_millis(50)),
        Err(Error::DeadlineExceeded { pending: 3, .. })
    ));
    let stats = telemetry.stats();
    assert_eq!(stats.dropped[DropReason::ShutdownDeadline], 3, "{stats:?}");
    assert_law(&stats);
}
