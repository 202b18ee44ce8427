//! A thread that makes spans as fast as it can, under default settings.

use std::time::Instant;

use otlp_runtime::{DropReason, OtlpExporter, Protocol, Telemetry};
use otlp_tests::Collector;

use super::{assert_law, make_spans, turn};

const SPANS: u64 = 1_000_000;

// P11, R29
#[test]
fn a_million_spans_arrive_or_are_counted() {
    let _turn = turn();
    for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
        let collector = Collector::start();
        let exporter =
            OtlpExporter::builder().endpoint(collector.endpoint()).protocol(protocol).build().unwrap();
        let telemetry = Telemetry::builder().exporter(exporter).install().unwrap();
        let start = Instant::now();
        make_spans(SPANS);
        let made = start.elapsed();
        // Twice, as a debug build may need longer than a deadline.
        let stats = telemetry.flush().or_else(|_| telemetry.flush()).unwrap();
        assert_law(&stats);
        let received = collector.received();
        println!(
            "{protocol:?}: made in {made:?}, all in {:?}, {} requests: {stats:?}",
            start.elapsed(),
            received.len()
        );
        let arrived: u64 = received.iter().map(|request| request.spans().len() as u64).sum();
        assert_eq!((stats.created, stats.pending), (SPANS, 0));
        assert_eq!(arrived, stats.exported);
        assert_eq!(arrived + stats.dropped[DropReason::MemoryBudget], SPANS, "{stats:?}");
        // Each within the limit of gRPC servers, whatever the protocol.
        assert!(received.iter().all(|request| request.body.len() <= 4 << 20));
    }
}
