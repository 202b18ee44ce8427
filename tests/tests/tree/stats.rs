//! Counting: `created = live + abandoned + exported + rejected + dropped + pending`, always.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use otlp_runtime::{
    Accepted, DiscardExporter, DropReason, Error, ExportError, Exporter, Span, SpanBatch, Stats, Telemetry,
    inline,
};
use otlp_tests::Session;

fn assert_law(stats: &Stats) {
    let ended = stats.exported + stats.rejected + stats.dropped.total() + stats.buffered() + stats.in_flight;
    let sum = stats.live + stats.abandoned + ended;
    assert_eq!(stats.created, sum, "{stats:?}");
}

/// Takes this test's turn and gives the process to `work` without telemetry.
fn alone(work: impl FnOnce()) {
    let session = Session::start();
    session.telemetry().shutdown().unwrap();
    work();
}

fn make_spans(count: usize) {
    for _ in 0..count {
        let _span = inline::span!("counted");
    }
}

#[test]
fn spans_are_live_then_pending_then_exported() {
    let session = Session::start();
    let open = inline::span!("open");
    assert_eq!((session.stats().created, session.stats().live), (1, 1));
    drop(open);
    let stats = session.stats();
    assert_eq!((stats.live, stats.pending + stats.exported), (0, 1));
    let stats = session.telemetry().flush().unwrap();
    assert_eq!((stats.created, stats.exported, stats.pending), (1, 1, 0));
    assert_law(&stats);
}

#[test]
fn second_install_is_an_error_and_the_first_goes_on() {
    let session = Session::start();
    let second = Telemetry::builder().exporter(DiscardExporter).install();
    assert!(matches!(second, Err(Error::AlreadyInstalled)));
    make_spans(1);
    assert_eq!(session.spans().len(), 1);
}

#[test]
fn second_shutdown_is_a_harmless_error() {
    let session = Session::start();
    make_spans(1);
    assert!(session.telemetry().shutdown().is_ok());
    assert!(matches!(session.telemetry().shutdown(), Err(Error::AlreadyShutDown)));
    assert!(matches!(session.telemetry().flush(), Err(Error::AlreadyShutDown)));
}

// SHU-02, SHU-03
#[test]
fn span_that_ends_after_shutdown_is_counted() {
    let session = Session::start();
    let open = Span::builder().name("late").start();
    let entered = inline::span!("late too");
    assert_eq!((session.stats().live, session.stats().abandoned), (2, 0));
    session.telemetry().shutdown().unwrap();
    make_spans(5);
    assert_eq!((session.stats().live, session.stats().abandoned), (0, 2));
    assert_law(&session.stats());
    open.end();
    drop(entered);
    let stats = session.stats();
    assert_eq!((stats.created, stats.live, stats.abandoned, stats.exported), (2, 0, 0, 0));
    assert_eq!(stats.dropped[DropReason::AfterShutdown], 2);
    assert_law(&stats);
}

struct Scripted {
    results: Vec<Result<u64, &'static str>>,
}

impl Exporter for Scripted {
    async fn export(&mut self, batch: SpanBatch) -> Result<Accepted, ExportError> {
        assert!(!batch.is_empty());
        match self.results.pop().unwrap_or(Ok(0)) {
            Ok(rejected_spans) => Ok(Accepted { rejected_spans, message: None }),
            Err("panic") => panic!("on purpose"),
            Err(reason) => Err(ExportError::Other(reason.into())),
        }
    }
}

#[test]
fn every_fate_of_a_batch_is_counted() {
    alone(|| {
        let results = vec![Ok(0), Err("panic"), Err("refused"), Ok(2)];
        let telemetry = Telemetry::builder().exporter(Scripted { results }).install().unwrap();
        for spans in [3, 4, 5, 6] {
            make_spans(spans);
            let _ = telemetry.flush();
        }
        let stats = telemetry.stats();
        assert_eq!((stats.created, stats.exported, stats.rejected), (18, 1 + 6, 2));
        assert_eq!(stats.dropped[DropReason::NonRetryable], 4);
        assert_eq!(stats.dropped[DropReason::ExporterPanicked], 5);
        assert_law(&stats);
    });
}

#[test]
fn flush_says_what_was_lost_and_why() {
    alone(|| {
        let results = vec![Err("the disk is full")];
        let telemetry = Telemetry::builder().exporter(Scripted { results }).install().unwrap();
        make_spans(3);
        let error = telemetry.flush().unwrap_err();
        assert_eq!(error.to_string(), "`flush` could not deliver 3 spans (the disk is full); see `stats`");
    });
}

/// Never finishes an export; blocks its thread if told.
struct Stuck {
    blocks: Option<Arc<AtomicBool>>,
}

impl Exporter for Stuck {
    async fn export(&mut self, _batch: SpanBatch) -> Result<Accepted, ExportError> {
        if let Some(blocks) = &self.blocks {
            while blocks.load(Ordering::Acquire) {
                std::thread::sleep(Duration::from_millis(1));
            }
        } else {
            std::future::pending::<()>().await;
        }
        Ok(Accepted::default())
    }
}

// FLU-03, SHU-01
#[test]
fn shutdown_keeps_its_deadline_when_the_exporter_never_answers() {
    alone(|| {
        let telemetry = Telemetry::builder().exporter(Stuck { blocks: None }).install().unwrap();
        make_spans(3);
        let error = telemetry.shutdown_timeout(Duration::from_millis(50)).unwrap_err();
        assert!(
            matches!(error, Error::DeadlineExceeded { operation: "shutdown", pending: 3, .. }),
            "{error}"
        );
        let stats = telemetry.stats();
        assert_eq!(stats.dropped[DropReason::ShutdownDeadline], 3);
        assert_law(&stats);
    });
}

#[test]
fn shutdown_keeps_its_deadline_when_the_exporter_blocks_its_thread() {
    alone(|| {
        let blocks = Arc::new(AtomicBool::new(true));
        let exporter = Stuck { blocks: Some(Arc::clone(&blocks)) };
        let telemetry = Telemetry::builder().exporter(exporter).install().unwrap();
        make_spans(3);
        assert!(telemetry.shutdown_timeout(Duration::from_millis(50)).is_err());
        let stats = telemetry.stats();
        assert_eq!(stats.dropped[DropReason::ShutdownDeadline], 3);
        assert_law(&stats);
        blocks.store(false, Ordering::Release);
    });
}

// BSP-03
#[test]
fn full_memory_drops_and_counts_and_never_blocks() {
    alone(|| {
        let blocks = Arc::new(AtomicBool::new(true));
        let exporter = Stuck { blocks: Some(Arc::clone(&blocks)) };
        let telemetry = Telemetry::builder().exporter(exporter).max_memory_bytes(1 << 20).install().unwrap();
        make_spans(100_000);
        let stats = telemetry.stats();
        assert_eq!((stats.created, stats.live), (100_000, 0));
        let dropped = stats.dropped[DropReason::MemoryBudget];
        assert!(dropped > 80_000 && dropped + stats.pending == 100_000, "{stats:?}");
        assert_law(&stats);
        blocks.store(false, Ordering::Release);
        let stats = telemetry.shutdown().unwrap_or_else(|_| telemetry.stats());
        assert_eq!(stats.exported + stats.dropped.total(), 100_000);
        assert_law(&stats);
    });
}

#[test]
fn memory_comes_back_once_spans_are_exported() {
    let session = Session::with(|builder| builder.exporter(DiscardExporter).max_memory_bytes(1 << 20));
    for _ in 0..20 {
        make_spans(10_000);
        session.telemetry().flush().unwrap();
    }
    let stats = session.stats();
    assert_eq!((stats.exported, stats.dropped.total()), (200_000, 0));
}

#[test]
fn threads_that_end_keep_their_counts_and_spans() {
    let session = Session::start();
    for _ in 0..50 {
        std::thread::spawn(|| make_spans(20)).join().unwrap();
    }
    let stats = session.telemetry().flush().unwrap();
    assert_eq!((stats.created, stats.exported, stats.live), (1000, 1000, 0));
}

#[test]
fn exporter_is_not_traced_by_itself() {
    struct Tracing;
    impl Exporter for Tracing {
        async fn export(&mut self, _batch: SpanBatch) -> Result<Accepted, ExportError> {
            let _span = inline::span!("from the exporter");
            assert!(!Span::current().is_recording());
            Ok(Accepted::default())
        }
    }
    alone(|| {
        let telemetry = Telemetry::builder().exporter(Tracing).install().unwrap();
        make_spans(2);
        assert_eq!(telemetry.shutdown().unwrap().created, 2);
    });
}

#[test]
fn span_is_exported_by_itself_after_the_delay() {
    let session = Session::with(|builder| builder.schedule_delay(Duration::from_millis(5)));
    for round in 1..=3 {
        make_spans(1);
        while session.stats().exported < round {
            std::thread::sleep(Duration::from_millis(1));
        }
        // Long enough for the export thread to fall asleep for good.
        std::thread::sleep(Duration::from_millis(30));
    }
}

#[test]
fn delay_beyond_all_time_leaves_export_to_flush() {
    let session = Session::with(|builder| builder.schedule_delay(Duration::MAX));
    make_spans(1);
    let stats = session.telemetry().flush().unwrap();
    assert_eq!((stats.exported, stats.pending), (1, 0));
}

/// Takes spans, but misbehaves whenever something else is asked of it.
struct Unruly;

impl Exporter for Unruly {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        Ok(Accepted::default())
    }

    fn flush(&mut self) -> impl Future<Output = ()> {
        // Before there is a future.
        unruly();
        async {}
    }

    fn shutdown(&mut self) -> impl Future<Output = ()> {
        unruly();
        async {}
    }
}

impl Drop for Unruly {
    fn drop(&mut self) {
        unruly();
    }
}

fn unruly() {
    panic!("on purpose");
}

#[test]
fn panics_of_the_exporter_outside_of_an_export_stop_nothing() {
    let session = Session::with(|builder| builder.exporter(Unruly));
    for round in 1..=3 {
        make_spans(1);
        assert_eq!(session.telemetry().flush().unwrap().exported, round);
    }
    make_spans(1);
    assert_eq!(session.telemetry().shutdown().unwrap().exported, 4);
}

struct NeverFlushes;

impl Exporter for NeverFlushes {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        Ok(Accepted::default())
    }

    async fn flush(&mut self) {
        std::future::pending::<()>().await;
    }
}

#[test]
fn flush_that_never_ends_is_given_up_at_the_export_timeout() {
    let session =
        Session::with(|builder| builder.exporter(NeverFlushes).export_timeout(Duration::from_millis(20)));
    make_spans(1);
    assert_eq!(session.telemetry().flush().unwrap().exported, 1);
}

struct DropsLate(Arc<AtomicBool>);

impl Exporter for DropsLate {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        Ok(Accepted::default())
    }
}

impl Drop for DropsLate {
    fn drop(&mut self) {
        while !self.0.load(Ordering::Relaxed) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

#[test]
fn shutdown_keeps_its_deadline_when_dropping_the_exporter_blocks() {
    let is_released = Arc::new(AtomicBool::new(false));
    let session = Session::with(|builder| builder.exporter(DropsLate(Arc::clone(&is_released))));
    make_spans(1);
    let result = session.telemetry().shutdown_timeout(Duration::from_millis(20));
    is_released.store(true, Ordering::Relaxed);
    assert!(matches!(result, Err(Error::DeadlineExceeded { pending: 0, .. })));
    assert_eq!(session.stats().exported, 1);
    assert_law(&session.stats());
}

struct Slow(Duration);

impl Exporter for Slow {
    async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
        tokio::time::sleep(self.0).await;
        Ok(Accepted::default())
    }
}

#[test]
fn span_that_ends_during_shutdown_is_counted_and_no_failure_of_it() {
    let session = Session::with(|builder| builder.exporter(Slow(Duration::from_millis(100))));
    make_spans(1);
    let late = Span::builder().name("late").start();
    std::thread::scope(|scope| {
        let shutdown = scope.spawn(|| session.telemetry().shutdown());
        while Span::builder().name("probe").start().is_recording() {
            std::thread::sleep(Duration::from_millis(1));
        }
        std::thread::sleep(Duration::from_millis(20));
        late.end();
        assert!(shutdown.join().unwrap().is_ok());
    });
    assert_law(&session.stats());
}

#[test]
fn flush_that_shutdown_overtakes_says_so() {
    alone(|| {
        for _ in 0..50 {
            let telemetry = Telemetry::builder().exporter(DiscardExporter).install().unwrap();
            std::thread::scope(|scope| {
                let flushes = [(); 3].map(|()| scope.spawn(|| telemetry.flush()));
                telemetry.shutdown().unwrap();
                for flush in flushes {
                    assert!(matches!(flush.join().unwrap(), Ok(_) | Err(Error::AlreadyShutDown)));
                }
            });
        }
    });
}

#[test]
fn many_threads_of_one_span_each_lose_none() {
    let session = Session::with(|builder| builder.exporter(DiscardExporter).max_memory_bytes(8 << 20));
    for _ in 0..5000 {
        std::thread::spawn(|| make_spans(1)).join().unwrap();
    }
    let stats = session.telemetry().shutdown().unwrap();
    assert_eq!((stats.exported, stats.dropped.total()), (5000, 0));
}

#[test]
fn flush_and_shutdown_on_the_export_thread_are_errors_at_once() {
    struct Impatient(std::sync::mpsc::Sender<[String; 2]>, Arc<std::sync::OnceLock<Arc<Telemetry>>>);
    impl Exporter for Impatient {
        async fn export(&mut self, _: SpanBatch) -> Result<Accepted, ExportError> {
            let telemetry = self.1.get().unwrap();
            let errors =
                [telemetry.flush(), telemetry.shutdown()].map(|result| result.unwrap_err().to_string());
            self.0.send(errors).unwrap();
            Ok(Accepted::default())
        }
    }
    alone(|| {
        let (sender, receiver) = std::sync::mpsc::channel();
        let cell = Arc::new(std::sync::OnceLock::new());
        let telemetry =
            Telemetry::builder().exporter(Impatient(sender, Arc::clone(&cell))).install().unwrap();
        let telemetry = Arc::new(telemetry);
        cell.set(Arc::clone(&telemetry)).unwrap();
        make_spans(1);
        assert_eq!(telemetry.flush().unwrap().exported, 1);
        let cure = "on the export thread would wait for itself; call it from another thread";
        assert_eq!(receiver.recv().unwrap(), ["flush", "shutdown"].map(|call| format!("`{call}` {cure}")));
        telemetry.shutdown().unwrap();
    });
}
