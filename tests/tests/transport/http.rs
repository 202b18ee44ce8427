//! OTLP/HTTP: requests as they arrive, and answers as they are understood.

use otlp_runtime::{AnswerCode, Compression, ExportError, OtlpExporter};
use otlp_tests::{Answer, Collector, WireProtocol};

use super::{Sender, accepted, http, message, request};

fn refusal(error: Result<otlp_runtime::Accepted, ExportError>) -> (AnswerCode, String) {
    match error {
        Err(ExportError::NonRetryable { code, message }) => (code, message),
        other => panic!("not a refusal: {other:?}"),
    }
}

// OTLP-01, HTTP-01, HTTP-02, HTTP-11, OTLP-18
#[test]
fn request_arrives_as_the_protocol_says() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector).header("api-key", "k v").user_agent_prefix("shop/2"));
    assert_eq!(sender.send(), accepted(0, None));

    let received = collector.wait_for(1);
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].protocol, WireProtocol::Http);
    assert_eq!(received[0].path, "/v1/traces");
    assert_eq!(received[0].header("content-type"), "application/x-protobuf");
    assert_eq!(received[0].header("user-agent"), "shop/2 OTel-OTLP-Exporter-Rust/0.1.0");
    assert_eq!(received[0].header("api-key"), "k v");
    assert!(!received[0].headers.contains_key("content-encoding"));
    assert_eq!(received[0].decode(), message());
}

// EXP-01, EXP-02
#[test]
fn base_is_joined_and_traces_endpoint_is_not() {
    let collector = Collector::start();
    let url = collector.endpoint();
    Sender::new(OtlpExporter::builder().endpoint(format!("{url}/base/"))).send().unwrap();
    Sender::new(OtlpExporter::builder().endpoint("http://unused").traces_endpoint(format!("{url}/exact/")))
        .send()
        .unwrap();
    Sender::new(OtlpExporter::builder().traces_endpoint(&url)).send().unwrap();
    let paths: Vec<_> = collector.wait_for(3).into_iter().map(|received| received.path).collect();
    assert_eq!(paths, ["/base/v1/traces", "/exact/", "/"]);
}

// OTLP-02, HTTP-02
#[test]
fn gzip_is_announced_and_decodes() {
    let collector = Collector::start();
    Sender::new(http(&collector).compression(Compression::Gzip)).send().unwrap();
    let received = collector.wait_for(1);
    assert_eq!(received[0].encoding.as_deref(), Some("gzip"));
    assert_eq!(received[0].decode(), message());
}

// OTLP-17
#[test]
fn connection_is_reused() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector));
    for _ in 0..3 {
        sender.send().unwrap();
    }
    assert!(collector.wait_for(3).iter().all(|received| received.connection == 0));
}

// HTTP-04, HTTP-07
#[test]
fn retryable_statuses_are_sent_again() {
    for status in [429, 502, 503, 504] {
        let collector = Collector::start();
        collector.script([Answer::status(status)]);
        assert_eq!(Sender::new(http(&collector)).send(), accepted(0, None), "{status}");
        let received = collector.wait_for(2);
        assert_eq!(received[0].body, received[1].body);
    }
}

// HTTP-05, OTLP-11
#[test]
fn every_other_error_status_is_tried_once() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector));
    let statuses = (400..600).filter(|status| ![429, 502, 503, 504].contains(status));
    for (count, status) in statuses.enumerate() {
        collector.script([Answer::status(status)]);
        assert_eq!(refusal(sender.send()), (AnswerCode::Http(status), String::new()));
        assert_eq!(collector.received().len(), count + 1, "{status}");
    }
}

// HTTP-09
#[test]
fn error_body_is_surfaced_and_its_code_is_not_used() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector));
    // `google.rpc.Status` with code 14, which gRPC would retry.
    collector.script([Answer::status(400).body(&b"\x08\x0e\x12\x08no spans"[..])]);
    assert_eq!(refusal(sender.send()), (AnswerCode::Http(400), "no spans".to_owned()));
    collector.script([Answer::status(404).body("page\nnot found")]);
    assert_eq!(refusal(sender.send()), (AnswerCode::Http(404), "page not found".to_owned()));
    assert_eq!(collector.received().len(), 2);
}

// HTTP-12
#[test]
fn redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let other = Collector::start();
        let collector = Collector::start();
        collector.script([Answer::redirect(status, format!("{}/v1/traces", other.endpoint()))]);
        let (code, message) = refusal(Sender::new(http(&collector).header("authorization", "x")).send());
        assert_eq!(code, AnswerCode::Http(status));
        assert!(message.contains(&other.endpoint()) && message.contains("not followed"), "{message}");
        assert_eq!((collector.received().len(), other.received().len()), (1, 0));
    }
}

// OTLP-09, OTLP-10
#[test]
fn partial_success_is_counted_and_not_sent_again() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector));
    collector.script([
        Answer::partial_success(3, "too many"),
        Answer::partial_success(0, "slow"),
        Answer::ok().body(&b"\x0a\x00"[..]),
    ]);
    assert_eq!(sender.send(), accepted(3, Some("too many")));
    assert_eq!(sender.send(), accepted(0, Some("slow")));
    assert_eq!(sender.send(), accepted(0, None));
    assert_eq!(collector.received().len(), 3);
}

// OTLP-19
#[test]
fn success_with_an_odd_body_is_a_success() {
    let collector = Collector::start();
    let mut sender = Sender::new(http(&collector));
    collector.script([
        Answer::status(204),
        Answer::ok().body("{}").header("content-type", "application/json"),
        Answer::ok()
            .body(r#"{"partialSuccess":{"errorMessage":"slow"}}"#)
            .header("content-type", "application/json"),
        Answer::ok().body("<html>"),
        Answer::ok().body("plain").header("content-encoding", "gzip"),
    ]);
    assert_eq!(sender.send(), accepted(0, None));
    assert_eq!(sender.send(), accepted(0, None));
    let json = r#"answered in JSON: {"partialSuccess":{"errorMessage":"slow"}}"#;
    assert_eq!(sender.send(), accepted(0, Some(json)));
    assert_eq!(
        sender.send(),
        accepted(0, Some("the collector's answer is not OTLP; the spans count as accepted"))
    );
    assert_eq!(sender.send(), accepted(0, Some("the collector's answer is gzip that cannot be read")));
    assert_eq!(collector.received().len(), 5);
}

// OTLP-05, SEC-07
#[test]
fn oversize_answer_is_final_also_after_decompression() {
    for answer in
        [Answer::ok().body(vec![0; 2001]), Answer::status(503).body(vec![0; 2001]), Answer::gzip_bomb(1)]
    {
        let collector = Collector::start();
        collector.script([answer]);
        let error = Sender::new(http(&collector).max_response_bytes(2000)).send();
        assert_eq!(error, Err(ExportError::ResponseTooLarge { limit: 2000 }));
        assert_eq!(collector.received().len(), 1);
    }
}

// OTLP-03, OTLP-04, OTLP-13
#[test]
fn oversize_and_empty_requests_are_not_sent() {
    let collector = Collector::start();
    let bytes = request().len();
    let mut sender = Sender::new(http(&collector).max_request_bytes(bytes - 1));
    assert_eq!(sender.send(), Err(ExportError::RequestTooLarge { bytes, limit: bytes - 1 }));
    assert_eq!(sender.send_bytes(bytes::Bytes::new()), accepted(0, None));
    Sender::new(http(&collector).max_request_bytes(bytes)).send().unwrap();
    assert_eq!(collector.received().len(), 1);
}
