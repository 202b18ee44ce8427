//! Every way in which a connection or an answer can be broken, and what the span's fate is then.
//!
//! Here, too, the collector of these tests is tested: a fault that it did not make would be seen.

use std::time::Duration;

use bytes::Bytes;
use otlp_runtime::{AnswerCode, ExportError, OtlpExporter, Pem, Protocol};
use otlp_tests::{Answer, Authority, Collector, Ledger};

use super::{BOTH, Sender, accepted, http, request};

/// The id of the only span of `message`.
fn span() -> Vec<u8> {
    vec![2; 8]
}

// HTTP-08, GRPC-08, R16
#[test]
fn broken_connection_is_replaced_and_the_span_arrives_once() {
    for (fault, answer) in [
        ("closed", Answer::close()),
        ("reset", Answer::reset()),
        ("stream reset", Answer::reset_stream()),
        ("half closed", Answer::half_close()),
    ] {
        for protocol in BOTH {
            let collector = Collector::start();
            collector.script([answer.clone()]);
            assert_eq!(Sender::new(protocol(&collector)).send(), accepted(0, None), "{fault}");
            let ledger = Ledger::by_span_id(&collector.received());
            assert_eq!((ledger.arrivals(&span()).len(), ledger.accepted(&span())), (2, 1), "{fault}");
        }
    }
}

// R17: the collector has the span twice, with the same id and the same bytes, and can tell.
#[test]
fn lost_acknowledgement_is_one_duplicate() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::lost()]);
        assert_eq!(Sender::new(protocol(&collector)).send(), accepted(0, None));
        let received = collector.received();
        let ledger = Ledger::by_span_id(&received);
        assert_eq!(ledger.duplicates(), [span()]);
        assert_eq!(ledger.accepted(&span()), 2);
        assert!(received.iter().all(|received| received.body == request()));
    }
}

// GRPC-08
#[test]
fn connection_that_goes_away_is_used_no_more_and_nothing_is_sent_twice() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.script([Answer::ok().then_go_away()]);
        let mut sender = Sender::new(protocol(&collector));
        assert_eq!([sender.send(), sender.send()], [accepted(0, None), accepted(0, None)]);
        let connections: Vec<_> = collector.received().iter().map(|received| received.connection).collect();
        assert_eq!(connections, [0, 1]);
    }
}

// R15, EXP-05: a body that never ends is not waited for beyond the deadline, and not kept beyond the limit.
#[test]
fn answers_without_an_end_end_at_the_deadline_or_the_limit() {
    let collector = Collector::start();
    let trickle = Answer::ok().repeated_body("\n", u64::MAX, Duration::from_millis(20));
    collector.script([trickle, Answer::freeze()]);
    for _ in 0..2 {
        let mut sender = Sender::new(http(&collector).timeout(Duration::from_secs(1)));
        let error = sender.send().unwrap_err();
        assert!(matches!(error, ExportError::RetryExpired { .. }), "{error:?}");
    }
    collector.script([Answer::ok().repeated_body(vec![0; 64 << 10], u64::MAX, Duration::ZERO)]);
    let error = Sender::new(http(&collector)).send();
    assert_eq!(error, Err(ExportError::ResponseTooLarge { limit: 4 << 20 }));
    assert_eq!(collector.received().len(), 3);
}

// R15, SEC-04: a server that takes connections and says nothing.
#[test]
fn handshake_without_an_end_ends_at_the_deadline() {
    let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("https://{}", silent.local_addr().unwrap());
    let root = Authority::new();
    for protocol in [Protocol::HttpProtobuf, Protocol::Grpc] {
        let builder = OtlpExporter::builder().protocol(protocol).endpoint(&endpoint);
        let builder = builder.certificate(Pem::bytes(root.pem())).timeout(Duration::from_millis(300));
        let error = Sender::new(builder).send().unwrap_err();
        assert!(matches!(error, ExportError::RetryExpired { .. }), "{error:?}");
    }
}

// HTTP-05, GRPC-03, R41: without a pause asked for, a full collector is an answer for good.
#[test]
fn request_over_the_collectors_limit_is_refused_once() {
    for (protocol, code) in BOTH.into_iter().zip([AnswerCode::Http(413), AnswerCode::Grpc(8)]) {
        let collector = Collector::start();
        collector.limit_requests(request().len() - 1);
        match Sender::new(protocol(&collector)).send() {
            Err(ExportError::NonRetryable { code: got, .. }) => assert_eq!(got, code),
            other => panic!("not refused: {other:?}"),
        }
        collector.limit_requests(request().len());
        assert_eq!(Sender::new(protocol(&collector)).send(), accepted(0, None));
        assert_eq!(collector.received().len(), 2);
    }
}

// OTLP-19: a server that speaks something else is not mistaken for a collector.
#[test]
fn bytes_that_are_no_http_are_no_success() {
    for protocol in BOTH {
        let collector = Collector::start();
        collector.otherwise(|_| Answer::raw("SSH-2.0-OpenSSH_9.2\r\n"));
        let builder = protocol(&collector).timeout(Duration::from_millis(300));
        let error = Sender::new(builder).send_bytes(Bytes::from_static(b"\x0a\x00")).unwrap_err();
        assert!(matches!(error, ExportError::RetryExpired { .. }), "{error:?}");
    }
}
