//! A collector that is away for a while, over sockets.

use std::collections::HashMap;
use std::thread::sleep;
use std::time::Duration;

use otlp_runtime::{OtlpExporter, OtlpExporterBuilder, Pem, Protocol, Telemetry};
use otlp_tests::{Answer, Authority, Collector};

use super::{assert_law, make_spans, turn};

const BOTH: [Protocol; 2] = [Protocol::HttpProtobuf, Protocol::Grpc];

fn install(collector: &Collector, protocol: Protocol) -> Telemetry {
    install_with(collector, |builder| builder.protocol(protocol))
}

fn install_with(
    collector: &Collector,
    configure: impl FnOnce(OtlpExporterBuilder) -> OtlpExporterBuilder,
) -> Telemetry {
    let exporter = configure(OtlpExporter::builder().endpoint(collector.endpoint())).build().unwrap();
    Telemetry::builder().exporter(exporter).schedule_delay(Duration::from_millis(50)).install().unwrap()
}

/// How often each span arrived, by its id.
fn arrivals(collector: &Collector) -> HashMap<Vec<u8>, u32> {
    let mut arrivals = HashMap::new();
    for span in collector.received().iter().flat_map(otlp_tests::Received::spans) {
        *arrivals.entry(span.span_id).or_default() += 1;
    }
    arrivals
}

// R9, R16
#[test]
fn spans_made_while_the_collector_is_away_arrive_once_when_it_is_back() {
    let _turn = turn();
    for protocol in BOTH {
        let first = Collector::start();
        let address = first.address();
        let telemetry = install(&first, protocol);
        make_spans(100);
        telemetry.flush().unwrap();
        drop(first);
        for _ in 0..30 {
            make_spans(100);
            sleep(Duration::from_millis(100));
        }
        let stats = telemetry.stats();
        assert_eq!((stats.exported, stats.pending), (100, 3000), "{stats:?}");
        let again = Collector::start_at(address);
        make_spans(100);
        let stats = telemetry.flush().unwrap();
        assert_eq!((stats.exported, stats.dropped.total()), (3200, 0));
        assert_law(&stats);
        let arrivals = arrivals(&again);
        assert_eq!(arrivals.len(), 3100);
        assert!(arrivals.values().all(|times| *times == 1));
        telemetry.shutdown().unwrap();
    }
}

// R24: nothing of this is felt by the thread that makes spans, and nothing waits on a batch that is stuck.
#[test]
fn spans_are_collected_while_a_request_has_no_answer() {
    let _turn = turn();
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::hang()]);
        let telemetry = install_with(&collector, |builder| {
            builder.protocol(protocol).timeout(Duration::from_millis(500))
        });
        make_spans(10);
        collector.wait_for(1);
        make_spans(20);
        let stats = telemetry.flush().unwrap();
        assert_eq!((stats.exported, stats.dropped.total()), (30, 0));
        // R17: the collector may have taken what it did not answer; no span came more often than that.
        assert!(arrivals(&collector).values().all(|times| *times <= 2));
        telemetry.shutdown().unwrap();
    }
}

// R12
#[test]
fn pause_holds_for_all_batches() {
    let _turn = turn();
    let collector = Collector::start();
    collector.script([Answer::status(503).header("retry-after", "1")]);
    let telemetry = install(&collector, Protocol::HttpProtobuf);
    make_spans(10);
    collector.wait_for(1);
    for _ in 0..5 {
        make_spans(10);
        sleep(Duration::from_millis(60));
    }
    assert_eq!(telemetry.flush().unwrap().exported, 60);
    let received = collector.received();
    assert!(received[1].at - received[0].at >= Duration::from_secs(1));
    assert_eq!(received[0].body, received.iter().find(|other| other.body == received[0].body).unwrap().body);
}

// GRPC-02, OTLP-02: a request is compressed once, and the same bytes are sent again.
#[test]
fn request_is_the_same_each_time() {
    let _turn = turn();
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::close(), Answer::close()]);
        let telemetry = install_with(&collector, |builder| {
            builder.protocol(protocol).compression(otlp_runtime::Compression::Gzip)
        });
        make_spans(10);
        assert_eq!(telemetry.flush().unwrap().exported, 10);
        let received = collector.wait_for(3);
        assert!(received.iter().all(|request| request.encoding.as_deref() == Some("gzip")));
        assert!(received.iter().all(|request| request.body == received[0].body));
    }
}

// R41
#[test]
fn request_that_the_server_finds_too_large_goes_in_halves_if_asked_for() {
    let _turn = turn();
    for (protocol, answer) in
        [(Protocol::HttpProtobuf, Answer::status(413)), (Protocol::Grpc, Answer::grpc(8, "too large"))]
    {
        for compression in [otlp_runtime::Compression::None, otlp_runtime::Compression::Gzip] {
            let collector = Collector::start();
            collector.script([answer.clone()]);
            let telemetry = install_with(&collector, |builder| {
                builder.protocol(protocol).compression(compression).halve_refused(true)
            });
            make_spans(11);
            let stats = telemetry.flush().unwrap();
            assert_eq!((stats.exported, stats.dropped.total()), (11, 0));
            let spans: Vec<usize> =
                collector.received().iter().map(|request| request.spans().len()).collect();
            assert_eq!(spans, [11, 5, 6]);
        }
    }
}

// SHU-01, FLU-03: a pause that outlasts the export ends a shutdown at once, and everything is counted.
#[test]
fn shutdown_during_a_long_pause_does_not_wait_for_it() {
    let _turn = turn();
    let collector = Collector::start();
    collector.script([Answer::status(429).header("retry-after", "300")]);
    // Longer than the deadline, so that the reason tells the two apart.
    let telemetry = install_with(&collector, |builder| builder.timeout(Duration::from_secs(100)));
    make_spans(10);
    collector.wait_for(1);
    while telemetry.stats().in_flight > 0 {
        sleep(Duration::from_millis(1));
    }
    assert!(telemetry.shutdown_timeout(Duration::from_secs(60)).is_err());
    let stats = telemetry.stats();
    assert_eq!(stats.dropped[otlp_runtime::DropReason::RetryExpired], 10, "{stats:?}");
    assert_law(&stats);
}

// R40, EXP-05: nothing is lost meanwhile, and a flush that cannot wait for it says why.
#[test]
fn r40_spans_wait_until_the_certificates_on_disk_are_right() {
    let _turn = turn();
    let (right, wrong) = (Authority::new(), Authority::new());
    let file = std::env::temp_dir().join(format!("otlp-roots-{}.pem", std::process::id()));
    for protocol in BOTH {
        std::fs::write(&file, wrong.pem()).unwrap();
        let collector = Collector::start_tls(right.server());
        let telemetry =
            install_with(&collector, |builder| builder.protocol(protocol).certificate(Pem::file(&file)));
        make_spans(10);
        let flush = || telemetry.flush_timeout(Duration::from_millis(100)).unwrap_err().to_string();
        // The first request may take longer than the flush.
        while !flush().contains("certificate") {}
        std::fs::write(&file, right.pem()).unwrap();
        let stats = telemetry.flush().unwrap();
        assert_eq!((stats.exported, stats.dropped.total()), (10, 0));
        assert_eq!(arrivals(&collector).len(), 10);
        telemetry.shutdown().unwrap();
    }
    std::fs::remove_file(&file).unwrap();
}
