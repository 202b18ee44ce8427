//! One kind of fault, many times over: pauses, answers that get lost, partial successes, no answer at all.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use bytes::Bytes;
use otlp_runtime::{DropReason, OtlpExporter, Protocol, Telemetry};
use otlp_tests::{Answer, Collector, Received, runs};

use super::{assert_law, make_spans, turn};

const BOTH: [Protocol; 2] = [Protocol::HttpProtobuf, Protocol::Grpc];

fn install(collector: &Collector, protocol: Protocol) -> Telemetry {
    let exporter = OtlpExporter::builder().endpoint(collector.endpoint()).protocol(protocol).build().unwrap();
    Telemetry::builder().exporter(exporter).install().unwrap()
}

/// A random number below `bound`.
fn below(bound: u64) -> u64 {
    use std::hash::{BuildHasher as _, RandomState};
    RandomState::new().hash_one(0) % bound
}

// R12, GRPC-04: milliseconds, which `Retry-After` has not; its seconds have tests of their own.
#[test]
fn r12_no_request_of_many_is_early() {
    let _turn = turn();
    let collector = Collector::start();
    let (early, pauses) = (Arc::new(AtomicU64::new(0)), Arc::new(AtomicU64::new(0)));
    let until = Mutex::new(Instant::now());
    let (early_ones, asked) = (Arc::clone(&early), Arc::clone(&pauses));
    collector.otherwise(move |request: &Received| {
        let mut until = until.lock().unwrap();
        early_ones.fetch_add(u64::from(request.at < *until), Ordering::Relaxed);
        if below(3) == 0 {
            return Answer::ok();
        }
        let pause = Duration::from_millis(1 + below(20));
        asked.fetch_add(1, Ordering::Relaxed);
        // The answer leaves after this moment.
        *until = Instant::now() + pause;
        Answer::grpc(14, "later").retry_info(pause)
    });
    let telemetry = install(&collector, Protocol::Grpc);
    for _ in 0..runs(50) {
        make_spans(1);
        // Those who wait are in a hurry, and must not be let before the pause.
        telemetry.flush().unwrap();
    }
    println!("{} pauses, {} requests", pauses.load(Ordering::Relaxed), collector.received().len());
    assert!(pauses.load(Ordering::Relaxed) > 0);
    assert_eq!(early.load(Ordering::Relaxed), 0);
    assert_eq!(telemetry.stats().exported, runs(50));
}

// R14, OTLP-09
#[test]
fn r14_every_partial_success_is_counted_and_none_sent_again() {
    let _turn = turn();
    for protocol in BOTH {
        let collector = Collector::start();
        let rejected = Arc::new(AtomicU64::new(0));
        let sum = Arc::clone(&rejected);
        collector.otherwise(move |request| {
            let count = below(request.spans().len() as u64 + 1);
            sum.fetch_add(count, Ordering::Relaxed);
            Answer::partial_success(i64::try_from(count).unwrap(), "some")
        });
        let telemetry = install(&collector, protocol);
        for _ in 0..runs(50) {
            make_spans(1 + below(20));
            // An error if some were rejected.
            let _ = telemetry.flush();
        }
        let stats = telemetry.stats();
        assert_law(&stats);
        assert_eq!((stats.rejected, stats.pending), (rejected.load(Ordering::Relaxed), 0));
        assert_eq!(collector.received().len() as u64, runs(50));
        telemetry.shutdown().unwrap();
    }
}

// R17, OTLP-15
#[test]
fn r17_each_lost_answer_costs_one_duplicate_and_nothing_else_does() {
    let _turn = turn();
    for protocol in BOTH {
        let collector = Collector::start();
        // The batches whose first answer was lost, by their bytes.
        let lost = Arc::new(Mutex::new(HashSet::<Bytes>::new()));
        let noted = Arc::clone(&lost);
        let is_next = AtomicU64::new(0);
        collector.otherwise(move |request| {
            let mut lost = noted.lock().unwrap();
            if lost.contains(&request.body) || is_next.fetch_add(1, Ordering::Relaxed) % 2 == 1 {
                return Answer::ok();
            }
            lost.insert(request.body.clone());
            Answer::lost()
        });
        let telemetry = install(&collector, protocol);
        for _ in 0..runs(10) {
            make_spans(3);
            telemetry.flush().unwrap();
        }
        let received = collector.received();
        let lost = lost.lock().unwrap();
        let different: HashSet<&Bytes> = received.iter().map(|request| &request.body).collect();
        println!("{protocol:?}: {} batches, {} answers lost", different.len(), lost.len());
        // Each batch has its ids, so the same bytes are the same batch.
        assert_eq!(different.len() as u64, runs(10));
        assert_eq!(received.len(), different.len() + lost.len());
        assert_eq!((telemetry.stats().exported, telemetry.stats().dropped.total()), (3 * runs(10), 0));
        telemetry.shutdown().unwrap();
    }
}

// R15, R24, BSP-03
#[test]
fn r15_threads_make_spans_to_the_end_while_no_request_has_an_answer() {
    const THREADS: u64 = 4;
    let _turn = turn();
    for (protocol, answer) in BOTH.into_iter().zip([Answer::freeze(), Answer::hang()]) {
        let collector = Collector::start();
        collector.otherwise(move |_| answer.clone());
        let exporter =
            OtlpExporter::builder().endpoint(collector.endpoint()).protocol(protocol).build().unwrap();
        let builder = Telemetry::builder().exporter(exporter).max_memory_bytes(1 << 20);
        let telemetry = builder.schedule_delay(Duration::from_millis(1)).install().unwrap();
        make_spans(1);
        collector.wait_for(1);
        let each = 500 * runs(50);
        std::thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| make_spans(each));
            }
        });
        let stats = telemetry.stats();
        println!("{protocol:?}: {stats:?}");
        assert_law(&stats);
        assert_eq!((stats.created, stats.exported), (THREADS * each + 1, 0));
        assert!(stats.dropped[DropReason::MemoryBudget] > 0, "{stats:?}");
        assert!(stats.buffered_bytes + stats.in_flight_bytes + stats.pooled_bytes <= 1 << 20, "{stats:?}");
        assert!(telemetry.shutdown_timeout(Duration::ZERO).is_err());
        assert_law(&telemetry.stats());
    }
}
