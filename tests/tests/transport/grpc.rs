//! OTLP/gRPC: requests as they arrive, and statuses as they are understood.

use std::time::{Duration, Instant};

use otlp_runtime::{AnswerCode, Compression, ExportError, OtlpExporter, Protocol};
use otlp_tests::{Answer, Collector, WireProtocol};

use super::{Sender, accepted, grpc, message};

// OTLP-01, OTLP-18, GRPC-05
#[test]
fn request_arrives_as_the_protocol_says() {
    let collector = Collector::start();
    assert_eq!(Sender::new(grpc(&collector).header("api-key", "k v")).send(), accepted(0, None));
    let received = collector.wait_for(1);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].protocol, WireProtocol::Grpc);
    assert_eq!(received[0].path, "/opentelemetry.proto.collector.trace.v1.TraceService/Export");
    assert_eq!(received[0].header("content-type"), "application/grpc");
    assert_eq!(received[0].header("te"), "trailers");
    assert_eq!(received[0].header("user-agent"), "OTel-OTLP-Exporter-Rust/0.1.0");
    assert_eq!(received[0].header("api-key"), "k v");
    assert_eq!(received[0].encoding, None);
    assert_eq!(received[0].decode(), message());
}

// GRPC-06, EXP-10
#[test]
fn target_without_a_scheme_is_plaintext_when_told_so() {
    let collector = Collector::start();
    let builder = OtlpExporter::builder().protocol(Protocol::Grpc).endpoint(collector.address().to_string());
    Sender::new(builder.insecure(true)).send().unwrap();
    collector.wait_for(1);
}

#[test]
fn path_of_the_endpoint_comes_before_the_methods() {
    let collector = Collector::start();
    Sender::new(grpc(&collector).endpoint(format!("{}/base/", collector.endpoint()))).send().unwrap();
    let received = collector.wait_for(1);
    assert_eq!(received[0].path, "/base/opentelemetry.proto.collector.trace.v1.TraceService/Export");
}

// OTLP-02
#[test]
fn gzip_is_announced_and_decodes() {
    let collector = Collector::start();
    Sender::new(grpc(&collector).compression(Compression::Gzip)).send().unwrap();
    let received = collector.wait_for(1);
    assert_eq!(received[0].encoding.as_deref(), Some("gzip"));
    assert_eq!(received[0].decode(), message());
}

// OTLP-17
#[test]
fn connection_is_reused() {
    let collector = Collector::start();
    let mut sender = Sender::new(grpc(&collector));
    for _ in 0..3 {
        sender.send().unwrap();
    }
    assert!(collector.wait_for(3).iter().all(|received| received.connection == 0));
}

// GRPC-01
#[test]
fn retryable_codes_are_sent_again() {
    for code in [1, 4, 10, 11, 14, 15] {
        let collector = Collector::start();
        collector.script([Answer::grpc(code, "later")]);
        assert_eq!(Sender::new(grpc(&collector)).send(), accepted(0, None), "{code}");
        let received = collector.wait_for(2);
        assert_eq!(received[0].body, received[1].body);
    }
}

// GRPC-02, GRPC-03, OTLP-11
#[test]
fn every_other_code_is_tried_once() {
    for code in [2, 3, 5, 6, 7, 8, 9, 12, 13, 16] {
        let collector = Collector::start();
        collector.script([Answer::grpc(code, "no, ä")]);
        let error = ExportError::NonRetryable { code: AnswerCode::Grpc(code), message: "no, ä".to_owned() };
        assert_eq!(Sender::new(grpc(&collector)).send(), Err(error));
        assert_eq!(collector.received().len(), 1, "{code}");
    }
}

// GRPC-03, GRPC-04, R12
#[test]
fn retry_info_makes_resource_exhausted_retryable_and_is_waited_for() {
    for code in [8, 14] {
        let collector = Collector::start();
        collector.script([Answer::grpc(code, "busy").retry_info(Duration::from_millis(400))]);
        assert_eq!(Sender::new(grpc(&collector)).send(), accepted(0, None));
        let received = collector.wait_for(2);
        assert!(received[1].at - received[0].at >= Duration::from_millis(400), "{code}");
    }
}

// GRPC-08: a proxy's plain HTTP answer, and connections that die.
#[test]
fn lost_connection_and_proxy_errors_are_sent_again() {
    for answer in [Answer::close(), Answer::status(503), Answer::status(429)] {
        let collector = Collector::start();
        collector.script([answer]);
        assert_eq!(Sender::new(grpc(&collector)).send(), accepted(0, None));
        assert_eq!(collector.wait_for(2).len(), 2);
    }
}

// OTLP-09, OTLP-10, OTLP-19
#[test]
fn answers_message_is_read() {
    let collector = Collector::start();
    let mut sender = Sender::new(grpc(&collector));
    collector.script([
        Answer::partial_success(3, "too many"),
        Answer::partial_success(0, "slow"),
        Answer::ok().body("garbage"),
    ]);
    assert_eq!(sender.send(), accepted(3, Some("too many")));
    assert_eq!(sender.send(), accepted(0, Some("slow")));
    assert_eq!(
        sender.send(),
        accepted(0, Some("the collector's answer is not OTLP; the spans count as accepted"))
    );
    assert_eq!(collector.received().len(), 3);
}

// OTLP-05: also a length that is only claimed, which must not be allocated or waited for.
#[test]
fn oversize_response_is_final() {
    for answer in [Answer::ok().body(vec![0; 2001]), Answer::grpc_header_only(u32::MAX)] {
        let collector = Collector::start();
        collector.script([answer]);
        let error = Sender::new(grpc(&collector).max_response_bytes(2000)).send();
        assert_eq!(error, Err(ExportError::ResponseTooLarge { limit: 2000 }));
        assert_eq!(collector.received().len(), 1);
    }
}

// R16: a connection that went silent is not used again.
#[test]
fn silent_connection_is_replaced() {
    let collector = Collector::start();
    collector.script([Answer::hang()]);
    let start = Instant::now();
    let mut sender = Sender::new(grpc(&collector).timeout(Duration::from_millis(300)));
    let error = sender.send().unwrap_err();
    assert!(start.elapsed() >= Duration::from_millis(300));
    assert!(matches!(error, ExportError::RetryExpired { attempts: 1, .. }), "{error:?}");
    assert_eq!(sender.send(), accepted(0, None));
    let received = collector.wait_for(2);
    assert_eq!((received[0].connection, received[1].connection), (0, 1));
}
